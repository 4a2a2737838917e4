package dev.viva.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class AssessmentsTest {
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);
    private static final String ADA = ISSUER.faculty("ada@example.org");
    private static final String GRACE = ISSUER.faculty("grace@example.org");

    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;
    private static List<String> criteria;
    private Api.Opened session;

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(engine, data, CLOCK, ISSUER.settings());
        TestIssuer.untilKnownTo(server);
        api = new Api(server.url());
        criteria = StreamSupport.stream(
                        api.get("/api/v1/rubrics/communication", null)
                                .json()
                                .path("criteria")
                                .spliterator(),
                        false)
                .map(criterion -> criterion.path("id").asText())
                .toList();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @BeforeEach
    void speak() {
        session = api.open();
        api.relay(session, "item_1", "student", "What brings you here?");
    }

    private Api.Reply put(String bearer, int version, String state, String scores) {
        return api.send(
                "PUT",
                session.path("/assessments/mine"),
                bearer,
                Scores.of("communication", version, state, scores),
                Map.of("Content-Type", "application/json"));
    }

    private Api.Reply putIf(String header, String value, String state, String scores) {
        return api.send(
                "PUT",
                session.path("/assessments/mine"),
                ADA,
                Scores.of("communication", 1, state, scores),
                Map.of("Content-Type", "application/json", header, value));
    }

    private static String etag(Api.Reply stored) {
        assertThat(stored.status()).isEqualTo(200);
        String etag = stored.json().path("etag").asText();
        assertThat(stored.raw().headers().firstValue("ETag")).contains('"' + etag + '"');
        return '"' + etag + '"';
    }

    private static void changed(Api.Reply refused) {
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.json().path("code").asText()).isEqualTo("assessment_changed");
    }

    private String all(int value) {
        return Scores.each(criteria, value, "item_1");
    }

    private JsonNode list(String bearer) {
        return api.get(session.path("/assessments"), bearer).json().path("assessments");
    }

    private static List<String> pointers(Api.Reply refused) {
        assertThat(refused.status()).isEqualTo(422);
        return refused.json().path("errors").findValuesAsText("pointer");
    }

    @Test
    void theShippedRubricsHaveTheirCriteria() {
        assertThat(criteria).hasSize(14).doesNotHaveDuplicates();
        assertThat(api.get("/api/v1/rubrics", null).json().path("rubrics").findValuesAsText("rubric_id"))
                .containsExactly("communication", "physiotherapy");
    }

    @Test
    void aDraftMayBeIncompleteAndChange() {
        assertThat(put(ADA, 1, "draft", "[]").status()).isEqualTo(200);
        assertThat(put(ADA, 1, "draft", "[" + Scores.one("summary", 0) + "]").status())
                .isEqualTo(200);
        assertThat(list(ADA).at("/0/scores/0/value").asInt(-1)).isZero();
        assertThat(list(ADA)).hasSize(1);
        assertThat(list(GRACE)).as("another's draft").isEmpty();
    }

    @Test
    void ofTwoWhoChangeOneDraftTheLaterIsTold() {
        String zero = "[" + Scores.one("summary", 0) + "]";
        String one = "[" + Scores.one("summary", 1) + "]";
        String first = etag(put(ADA, 1, "draft", zero));
        assertThat('"' + list(ADA).at("/0/etag").asText() + '"').isEqualTo(first);

        String second = etag(putIf("If-Match", first, "draft", one));
        assertThat(second).isNotEqualTo(first);
        changed(putIf("If-Match", first, "draft", "[]"));
        changed(putIf("If-Match", first, "signed", all(1)));
        changed(putIf("If-Match", "W/" + second, "draft", "[]"));
        assertThat(list(ADA).at("/0/scores/0/value").asInt()).isEqualTo(1);

        assertThat(putIf("If-Match", first, "draft", one).status())
                .as("sent again after a lost answer")
                .isEqualTo(200);
        assertThat(putIf("If-Match", first + ", " + second, "draft", "[]").status())
                .isEqualTo(200);
        assertThat(putIf("If-Match", "*", "draft", zero).status()).isEqualTo(200);
        assertThat(put(ADA, 1, "draft", one).status())
                .as("without a precondition")
                .isEqualTo(200);
        assertThat(list(GRACE)).as("another's draft").isEmpty();
    }

    @Test
    void ofTwoWhoBeginAnAssessmentTheLaterIsTold() {
        changed(putIf("If-Match", "*", "draft", "[]"));
        assertThat(putIf("If-None-Match", "*", "draft", "[]").status()).isEqualTo(200);
        assertThat(putIf("If-None-Match", "*", "draft", "[]").status())
                .as("sent again after a lost answer")
                .isEqualTo(200);
        changed(putIf("If-None-Match", "*", "draft", "[" + Scores.one("summary", 0) + "]"));
        assertThat(putIf("If-None-Match", "\"x\"", "draft", "[]").status()).isEqualTo(400);
        assertThat(list(ADA).at("/0/scores")).isEmpty();
    }

    @Test
    void peopleOfOneNameAreTwoRatersAndARenamedOneStaysTheSame() {
        String namesake = ISSUER.sign(ISSUER.claims("another-ada")
                .claim("name", "Name of ada")
                .claim("realm_access", Map.of("roles", List.of(TestIssuer.FACULTY_ROLE))));
        String renamed = ISSUER.sign(ISSUER.claims("ada@example.org")
                .claim("name", "Ada King")
                .claim("realm_access", Map.of("roles", List.of(TestIssuer.FACULTY_ROLE))));
        put(ADA, 1, "draft", "[]");

        assertThat(list(namesake)).as("a namesake's drafts").isEmpty();
        assertThat(list(renamed)).as("one's own drafts").hasSize(1);
    }

    @Test
    void aSignedVersionIsFinal() {
        assertThat(put(ADA, 1, "signed", all(1)).status()).isEqualTo(200);
        assertThat(put(ADA, 1, "signed", all(1)).status()).as("sent again").isEqualTo(200);
        for (String state : List.of("draft", "signed")) {
            var refused = put(ADA, 1, state, all(0));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("code").asText()).isEqualTo("assessment_signed");
        }
        assertThat(list(ADA).at("/0/scores/0/value").asInt()).isEqualTo(1);
        assertThat(list(ADA).at("/0/blind").asBoolean()).isTrue();
    }

    @Test
    void theNextVersionReplacesItAndIsNotBlind() {
        put(ADA, 1, "signed", all(1));
        put(GRACE, 1, "signed", all(1));
        assertThat(pointers(put(ADA, 3, "draft", "[]"))).containsExactly("/version");

        put(ADA, 2, "draft", "[]");
        assertThat(list(ADA).findValuesAsText("version")).containsExactlyInAnyOrder("1", "1", "2");
        assertThat(pointers(put(ADA, 3, "draft", "[]"))).containsExactly("/version");
        assertThat(list(GRACE).findValuesAsText("version")).containsExactly("1", "1");

        put(ADA, 2, "signed", all(0));
        assertThat(list(GRACE).findValuesAsText("version")).containsExactlyInAnyOrder("1", "2");
        assertThat(list(GRACE).findValuesAsText("blind")).containsExactlyInAnyOrder("true", "false");
        assertThat(put(ADA, 1, "signed", all(1)).status()).as("sent again").isEqualTo(200);
    }

    @Test
    void hidesOthersScoresUntilTheOwnAreSigned() {
        put(ADA, 1, "signed", all(1));
        for (String reader : List.of(GRACE, Api.FACULTY)) {
            assertThat(list(reader).at("/0/hidden").asBoolean()).isTrue();
            assertThat(list(reader).at("/0").has("scores")).isFalse();
        }
        put(GRACE, 1, "draft", all(0));
        assertThat(list(GRACE).findValuesAsText("hidden")).containsExactlyInAnyOrder("true", "false");

        put(GRACE, 1, "signed", all(0));
        assertThat(list(GRACE).findValuesAsText("hidden")).containsExactly("false", "false");
        assertThat(list(GRACE).findValuesAsText("own")).containsExactlyInAnyOrder("true", "false");
        assertThat(list(GRACE).toString()).doesNotContain("ada@");
    }

    @Test
    void aRaterHasTheSamePseudonymInAllSessions() {
        put(ADA, 1, "draft", "[]");
        String rater = list(ADA).at("/0/rater").asText();
        var other = api.open();

        var stored = api.send(
                "PUT",
                other.path("/assessments/mine"),
                ADA,
                Scores.of("physiotherapy", 1, "draft", "[]"),
                Map.of("Content-Type", "application/json"));

        assertThat(stored.json().path("rater").asText()).isEqualTo(rater).startsWith("rat_");
    }

    @Test
    void aSignatureNeedsEveryCriterionAndItsEvidence() {
        assertThat(pointers(put(ADA, 1, "signed", "[]"))).hasSize(14).containsOnly("/scores");
        // Two criteria are about how often something happens, and need no line.
        assertThat(pointers(put(ADA, 1, "signed", Scores.each(criteria, 1))))
                .hasSize(12)
                .contains("/scores/0/evidence")
                .doesNotContain("/scores/5/evidence");
        assertThat(put(ADA, 1, "signed", Scores.each(criteria, 0)).status())
                .as("what is missing is on no line")
                .isEqualTo(200);
    }

    @Test
    void aCriterionThatCouldNotBeJudgedMayBeSigned() {
        String scores = all(1).replaceFirst("\"value\":1,\"evidence\":\\[\"item_1\"]", "\"comment\":\"Not heard.\"");

        assertThat(put(ADA, 1, "signed", scores).status()).isEqualTo(200);
    }

    private static String verdict(String criterion, String candidate, String line, boolean confirmed) {
        return "{\"criterion_id\":\"%s\",\"confirmed_proposal\":[{\"candidate_id\":\"%s\",\"item_id\":\"%s\",\"confirmed\":%b}]}"
                .formatted(criterion, candidate, line, confirmed);
    }

    @Test
    void aPersonConfirmsOrRefusesCandidates() {
        String scores = "[" + verdict("summary", "communication/summary", "item_1", true) + ","
                + verdict("shared-plan", "plan/1-a-word", "item_1", false) + "]";

        assertThat(put(ADA, 1, "draft", scores).status()).isEqualTo(200);
        assertThat(list(ADA).at("/0/scores/0/confirmed_proposal/0/confirmed").asBoolean())
                .isTrue();
        assertThat(list(ADA).at("/0/scores/1/confirmed_proposal/0/confirmed").asBoolean(true))
                .isFalse();
    }

    @Test
    void verdictsOfOlderRowsAreRead() {
        String stored = "[" + verdict("summary", "communication/summary", "item_1", true) + "]";

        assertThat(Scoring.scores(stored.replace("candidate_id", "proposal_id")))
                .isEqualTo(Scoring.scores(stored));
    }

    @Test
    void aVerdictIsOnALineAndOnACandidateOfItsCriterionOnce() {
        String place = "/scores/0/confirmed_proposal/";
        assertThat(pointers(
                        put(ADA, 1, "draft", "[" + verdict("summary", "communication/empathy", "item_1", true) + "]")))
                .containsExactly(place + "0/candidate_id");
        assertThat(pointers(put(
                        ADA, 1, "draft", "[" + verdict("introduction", "communication/summary", "item_1", true) + "]")))
                .containsExactly(place + "0/candidate_id");
        assertThat(pointers(
                        put(ADA, 1, "draft", "[" + verdict("summary", "communication/summary", "item_9", true) + "]")))
                .containsExactly(place + "0/item_id");
        String one = "{\"candidate_id\":\"communication/summary\",\"item_id\":\"item_1\",\"confirmed\":true}";
        String twice = "[{\"criterion_id\":\"summary\",\"confirmed_proposal\":[" + one + ","
                + one.replace("true", "false") + "]}]";
        assertThat(pointers(put(ADA, 1, "draft", twice))).containsExactly(place + "1");
    }

    @Test
    void theStudentReadsNoCandidateOfThePlan() {
        String scores = all(1).replace(
                        Scores.one("summary", 1, "item_1"), verdict("summary", "communication/summary", "item_1", true))
                .replace(
                        Scores.one("shared-plan", 1, "item_1"),
                        verdict("shared-plan", "plan/1-refer-for-imaging", "item_1", true));
        assertThat(put(ADA, 1, "signed", scores).status()).isEqualTo(200);
        api.post(session.path("/end"), session.grant(), "");
        CLOCK.advance(Duration.ofSeconds(11));

        String own = list(session.grant()).toString();
        assertThat(own).contains("communication/summary").doesNotContain("refer-for-imaging");
        assertThat(list(ADA).toString()).contains("refer-for-imaging");
    }

    @Test
    void refusesWhatTheRubricDoesNotHave() {
        assertThat(pointers(put(ADA, 1, "draft", "[" + Scores.one("no-such", 1) + "]")))
                .containsExactly("/scores/0/criterion_id");
        assertThat(pointers(
                        put(ADA, 1, "draft", "[" + Scores.one("summary", 1) + "," + Scores.one("summary", 1) + "]")))
                .containsExactly("/scores/1/criterion_id");
        assertThat(pointers(put(ADA, 1, "draft", "[" + Scores.one("summary", 2) + "]")))
                .containsExactly("/scores/0/value");
        assertThat(pointers(put(ADA, 1, "draft", "[" + Scores.one("summary", 1, "item_1", "item_9") + "]")))
                .containsExactly("/scores/0/evidence/1");
        assertThat(pointers(api.send(
                        "PUT",
                        session.path("/assessments/mine"),
                        ADA,
                        Scores.of("communication", 1, "draft", "[]").replace("version\":\"1\"", "version\":\"0\""),
                        Map.of("Content-Type", "application/json"))))
                .containsExactly("/rubric_version");
        assertThat(list(ADA)).isEmpty();
    }

    @Test
    void theStudentReadsWhatIsSignedOnceTheDebriefIsReleased() {
        put(ADA, 1, "signed", all(0));
        put(ADA, 2, "signed", all(1));
        put(ADA, 3, "draft", all(0));
        put(GRACE, 1, "draft", "[" + Scores.one("summary", 0) + "]");
        var early = api.get(session.path("/assessments"), session.grant());
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json().path("code").asText()).isEqualTo("session_not_closed");

        api.post(session.path("/end"), session.grant(), "");
        CLOCK.advance(Duration.ofSeconds(11));

        JsonNode own = list(session.grant());
        assertThat(own.findValuesAsText("version")).as("no draft").containsExactly("2");
        assertThat(own.at("/0/scores")).hasSize(14);
        assertThat(own.at("/0/own").asBoolean()).isFalse();
        assertThat(own.at("/0/rater").asText()).startsWith("rat_");
        assertThat(own.toString()).doesNotContain("ada@", "grace@");
    }

    @Test
    void nobodyElseReadsAStudentsAssessments() {
        put(ADA, 1, "signed", all(1));
        String observer = api.post(session.path("/grants"), session.grant(), "{\"minutes\":60}")
                .json()
                .path("access_token")
                .asText();

        assertThat(api.get(session.path("/assessments"), observer).status()).isEqualTo(403);
        assertThat(api.get(session.path("/assessments"), api.open().grant()).status())
                .isEqualTo(404);
        assertThat(api.get(session.path("/assessments"), null).status()).isEqualTo(401);
    }

    @Test
    void useByFacultyIsRecorded() {
        put(ADA, 1, "draft", "[]");
        list(ADA);
        api.get(session.path("/notes"), ADA);

        assertThat(api.get("/api/v1/audit?session_id=" + session.id(), Api.FACULTY)
                        .json()
                        .path("entries")
                        .findValuesAsText("operation"))
                .contains("assess", "listAssessments", "listNotes");
    }
}
