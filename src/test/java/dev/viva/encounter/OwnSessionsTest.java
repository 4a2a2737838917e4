package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import dev.viva.assessment.Scores;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What students who log in have of their sessions, on any device. Each test is another student. */
class OwnSessionsTest {
    private static final String MINE = "/api/v1/me/sessions";
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, CLOCK, ISSUER.settings());
        TestIssuer.untilKnownTo(server);
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
        ISSUER.close();
    }

    /** A session of a student, with their token in place of its grant. */
    private static Api.Opened begin(String student) {
        CLOCK.advance(Duration.ofMillis(10));
        String token = ISSUER.student(student);
        var created = api.post("/api/v1/sessions", token, Api.CASE);
        assertThat(created.status()).isEqualTo(201);
        return new Api.Opened(created.json().at("/session/session_id").asText(), token);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("sessions")
                .valueStream()
                .map(session -> session.path("session_id").asText())
                .toList();
    }

    private static JsonNode export(String student) {
        return api.get("/api/v1/me/export", ISSUER.student(student)).json();
    }

    @Test
    void listsThemNewestFirstPageByPage() {
        var sessions =
                Stream.of("ann", "ann", "ann").map(OwnSessionsTest::begin).toList();
        begin("somebody-else");

        var first = api.get(MINE + "?limit=2", ISSUER.student("ann"));
        assertThat(ids(first.json()))
                .containsExactly(sessions.get(2).id(), sessions.get(1).id());
        assertThat(first.header("Link")).contains("/api/v1/me/sessions?", "rel=\"next\"");
        String cursor = first.json().path("next_cursor").asText();
        var second = api.get(MINE + "?limit=2&cursor=" + cursor, ISSUER.student("ann"));
        assertThat(ids(second.json())).containsExactly(sessions.get(0).id());
        assertThat(second.json().has("next_cursor")).isFalse();
        assertThat(api.send(
                                "GET",
                                MINE + "?limit=2",
                                ISSUER.student("ann"),
                                null,
                                Map.of("If-None-Match", first.header("ETag")))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void nameAndGroupAreThoseOfTheLogin() {
        String said = Api.CASE.replace("}", ",\"participant\":{\"name\":\"Somebody\",\"group\":\"Other\"}}");
        var participant =
                api.post("/api/v1/sessions", ISSUER.student("bob"), said).json().at("/session/participant");

        assertThat(participant.path("name").asText()).isEqualTo("Name of bob");
        assertThat(participant.path("group").asText()).isEqualTo("PT-2B");
    }

    @Test
    void theTokenServesLikeTheGrant() {
        var session = begin("cem");

        assertThat(api.relay(session, "item_1", "student", "Hello").status()).isEqualTo(201);
        assertThat(api.get(session.path("/turns"), ISSUER.student("cem")).status())
                .isEqualTo(200);
        assertThat(api.get(session.path("/turns"), ISSUER.student("dan")).status())
                .isEqualTo(404);
    }

    @Test
    void anotherDeviceGetsAGrantOfItsOwn() {
        var session = begin("eve");
        var grant = api.post(session.path("/grants"), ISSUER.student("eve"), "{\"minutes\":60,\"role\":\"student\"}")
                .json();

        assertThat(Instant.parse(grant.path("access_expires_at").asText()))
                .isBeforeOrEqualTo(CLOCK.instant().plus(Duration.ofHours(1)));
        var elsewhere = new Api.Opened(session.id(), grant.path("access_token").asText());
        assertThat(api.relay(elsewhere, "item_1", "student", "Hello").status()).isEqualTo(201);
    }

    /** Who has the links of several exams must not see which are of one person. */
    @Test
    void anObserversLinkDoesNotTellWhoseEncounterItIs() throws Exception {
        var session = begin("gus");
        var link = api.post(session.path("/grants"), ISSUER.student("gus"), "{\"minutes\":60}")
                .json();
        var claims = SignedJWT.parse(link.path("access_token").asText()).getJWTClaimsSet();

        assertThat(claims.getClaims()).containsOnlyKeys("sub", "aud", "iat", "exp");
        assertThat(claims.getSubject()).isEqualTo(session.id());
    }

    @Test
    void exportsTheLinesAndWhatFacultyDid() {
        var session = begin("fay");
        api.relay(session, "item_1", "student", "Where does it hurt?");
        api.get(session.path("/transcript"), ISSUER.faculty("ada"));

        var exported = export("fay").path("sessions");
        assertThat(exported).hasSize(1);
        assertThat(exported.at("/0/session/session_id").asText()).isEqualTo(session.id());
        assertThat(exported.at("/0/turns/0/text").asText()).isEqualTo("Where does it hurt?");
        assertThat(exported.at("/0/accesses/0/actor").asText()).matches("Name of ada [(][0-9a-f]{8}[)]");
        assertThat(exported.at("/0/accesses/0/action").asText()).isEqualTo("read");
        assertThat(export("nobody-else").path("sessions")).isEmpty();
    }

    /** A rater signs with a pseudonym: the name beside the time would give it away. */
    @Test
    void theExportDoesNotSayWhoAssessed() {
        var session = begin("uma");
        api.relay(session, "item_1", "student", "Where does it hurt?");
        api.post(session.path("/end"), ISSUER.faculty("ada"), "");
        var draft = api.send(
                "PUT",
                session.path("/assessments/mine"),
                ISSUER.faculty("ada"),
                Scores.of("communication", 1, "draft", "[]"),
                Map.of("Content-Type", "application/json"));
        assertThat(draft.status()).isEqualTo(200);
        api.get(session.path("/assessments"), ISSUER.faculty("ada"));
        api.get(session.path("/reviews"), ISSUER.faculty("ada"));

        var accesses = export("uma").at("/sessions/0/accesses");
        assertThat(accesses.findValuesAsText("action")).contains("end").doesNotContain("assess", "review");
        assertThat(accesses.findValuesAsText("operation")).doesNotContain("listAssessments", "listReviews");
    }

    @Test
    void exportsTheReflectionAndTheTests() {
        var session = begin("ida");
        api.post(session.path("/phase"), ISSUER.student("ida"), "{\"phase\":\"objective\"}");
        var examined = api.post(
                session.path("/examinations"), ISSUER.student("ida"), "{\"item_id\":\"exam_1\",\"test_id\":\"gait\"}");
        assertThat(examined.status()).isEqualTo(201);
        api.post(session.path("/end"), ISSUER.student("ida"), "");
        CLOCK.advance(Duration.ofSeconds(11));
        var written = api.send(
                "PUT",
                session.path("/reflection"),
                ISSUER.student("ida"),
                "{\"prompts_version\":\"1\",\"answers\":[{\"prompt_id\":\"went-well\",\"text\":\"I listened.\"}]}",
                Map.of("Content-Type", "application/json"));
        assertThat(written.status()).isEqualTo(200);

        var exported = export("ida").at("/sessions/0");
        assertThat(exported.at("/examinations/0/examination/test_id").asText()).isEqualTo("gait");
        assertThat(exported.at("/reflection/answers/0/text").asText()).isEqualTo("I listened.");
    }

    @Test
    void exportsManySessionsInOrder() {
        var sessions = Stream.generate(() -> begin("gil"))
                .limit(51)
                .map(Api.Opened::id)
                .toList();

        assertThat(export("gil")
                        .path("sessions")
                        .valueStream()
                        .map(one -> one.at("/session/session_id").asText()))
                .containsExactlyElementsOf(sessions.reversed());
    }

    @Test
    void erasedSessionsAreNobodysAnyMore() {
        var session = begin("hal");
        assertThat(api.erase(session.id()).status()).isEqualTo(204);

        assertThat(ids(api.get(MINE, ISSUER.student("hal")).json())).isEmpty();
        assertThat(export("hal").path("sessions")).isEmpty();
        assertThat(api.get(session.path(""), ISSUER.student("hal")).status()).isEqualTo(404);
    }
}
