package dev.viva.exam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Exams over HTTP: who may take one, what everybody else sees of it, and when its student reads it. */
@ParameterizedClass
@EnumSource(Engine.class)
class ExamTest {
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);
    private static final String CASE = "\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"";

    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        var settings = new ArrayList<>(List.of(ISSUER.settings()));
        settings.addAll(List.of("debrief.release", "immediately", "debrief.answers", "true"));
        server = VivaServer.start(engine, data, CLOCK, settings.toArray(String[]::new));
        TestIssuer.untilKnownTo(server);
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    private static Api.Reply set(Duration opensIn, Duration closesIn, String more) {
        return api.post(
                "/api/v1/exams",
                Api.FACULTY,
                "{\"title\":\"Station 3\"," + CASE + ",\"opens_at\":\""
                        + CLOCK.instant().plus(opensIn) + "\",\"closes_at\":\""
                        + CLOCK.instant().plus(closesIn) + "\"" + more + "}");
    }

    /** The id of an exam that is open for two hours. */
    private static String exam() {
        var set = set(Duration.ofMinutes(-1), Duration.ofHours(2), "");
        assertThat(set.status()).isEqualTo(201);
        return set.json().path("exam_id").asText();
    }

    private static String wish(String exam, String name) {
        return "{" + CASE + ",\"exam_id\":\"" + exam + "\",\"participant\":{\"name\":\"" + name + "\"}}";
    }

    private static Api.Reply begin(String exam, String name) {
        return api.post("/api/v1/sessions", null, wish(exam, name));
    }

    private static Api.Opened begun(String exam, String name) {
        return opened(begin(exam, name));
    }

    private static Api.Opened opened(Api.Reply reply) {
        assertThat(reply.status()).isEqualTo(201);
        return new Api.Opened(
                reply.json().at("/session/session_id").asText(),
                reply.json().path("access_token").asText());
    }

    private static void close(Api.Opened session) {
        api.post(session.path("/end"), session.grant(), "");
        CLOCK.advance(Duration.ofSeconds(11));
    }

    private static String code(Api.Reply reply) {
        return reply.json().path("code").asText();
    }

    private static JsonNode attempts(String exam) {
        return listed(exam).path("attempts");
    }

    /** As faculty see it in the list. */
    private static JsonNode listed(String exam) {
        for (JsonNode each : api.get("/api/v1/exams", Api.FACULTY).json().path("exams")) {
            if (each.at("/exam/exam_id").asText().equals(exam)) {
                return each;
            }
        }
        throw new AssertionError("no exam " + exam);
    }

    @Test
    void eachStudentHasOneAttempt() {
        String exam = exam();
        begun(exam, "Kim Lee");

        assertThat(code(begin(exam, "  kim  LEE "))).isEqualTo("attempt_used");
        assertThat(code(begin(exam, "Kim\u00a0Lee\u3000"))).isEqualTo("attempt_used");
        begun(exam, "Noor Haddad");
        begun(exam(), "Kim Lee");
    }

    /** Else the same request again would find the session, and begin a second attempt. */
    @Test
    void aRefusedAttemptLeavesNothing() {
        String exam = exam();
        String ida = ISSUER.student("ida");
        opened(api.post("/api/v1/sessions", ida, wish(exam, "Ida")));
        var key = Map.of("Content-Type", "application/json", "Idempotency-Key", "\"exam-" + UUID.randomUUID() + "\"");

        for (int i = 0; i < 2; i++) {
            var refused = api.send("POST", "/api/v1/sessions", ida, wish(exam, "Ida"), key);
            assertThat(code(refused)).isEqualTo("attempt_used");
        }

        assertThat(api.get("/api/v1/me/sessions", ida).json().path("sessions")).hasSize(1);
        assertThat(attempts(exam)).hasSize(1);
    }

    @Test
    void aLoginCountsMoreThanAName() {
        String exam = exam();
        String ann = ISSUER.student("ann");
        opened(api.post("/api/v1/sessions", ann, wish(exam, "Ann")));

        assertThat(code(api.post("/api/v1/sessions", ann, wish(exam, "Somebody Else"))))
                .isEqualTo("attempt_used");
    }

    @Test
    void ofRequestsAtTheSameTimeOneBegins() throws Exception {
        String exam = exam();
        List<Future<Integer>> statuses = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                statuses.add(threads.submit(() -> begin(exam, "Kim Lee").status()));
            }
        }
        List<Integer> all = new ArrayList<>();
        for (var status : statuses) {
            all.add(status.get());
        }
        assertThat(all).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(attempts(exam)).hasSize(1);
    }

    /** A reply that was lost does not cost the attempt. */
    @Test
    void theSameKeyGivesTheSameAttempt() {
        String exam = exam();
        var key = Map.of("Content-Type", "application/json", "Idempotency-Key", "\"exam-7Zt1LcR8yNwPd4Vb9K2mQx\"");
        var first = api.send("POST", "/api/v1/sessions", null, wish(exam, "Kim Lee"), key);
        var again = api.send("POST", "/api/v1/sessions", null, wish(exam, "Kim Lee"), key);

        assertThat(opened(again)).isEqualTo(opened(first));
    }

    /** A browser that got no answer in time asks again while the first request is still being answered. */
    @Test
    void theSameKeyAtTheSameTimeGivesTheSameAttempt() throws Exception {
        String exam = exam();
        var key = Map.of("Content-Type", "application/json", "Idempotency-Key", "\"exam-" + UUID.randomUUID() + "\"");
        List<Future<Api.Opened>> attempts = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                attempts.add(threads.submit(
                        () -> opened(api.send("POST", "/api/v1/sessions", null, wish(exam, "Kim Lee"), key))));
            }
        }
        Api.Opened first = attempts.getFirst().get();
        for (var attempt : attempts) {
            assertThat(attempt.get()).isEqualTo(first);
        }
    }

    @Test
    void anErasedAttemptMayBeTakenAgain() {
        String exam = exam();
        api.erase(begun(exam, "Kim Lee").id());

        assertThat(attempts(exam)).isEmpty();
        begun(exam, "Kim Lee");
    }

    @Test
    void opensAndCloses() {
        String exam = set(Duration.ofMinutes(10), Duration.ofMinutes(40), "")
                .json()
                .path("exam_id")
                .asText();
        assertThat(code(begin(exam, "Kim Lee"))).isEqualTo("exam_not_open");
        var early = api.get("/api/v1/exams/" + exam, null).json();
        assertThat(early.path("title").asText()).isEqualTo("Station 3");
        assertThat(early.has("scenario_id")).as("the case before it opens").isFalse();
        assertThat(early.has("persona_id")).isFalse();

        CLOCK.advance(Duration.ofMinutes(30));
        var open = api.get("/api/v1/exams/" + exam, null).json();
        assertThat(open.path("scenario_id").asText()).isEqualTo("knee-after-football");
        var session = begin(exam, "Kim Lee").json().path("session");
        assertThat(session.path("deadline_at").asText())
                .as("no encounter lasts longer than the exam")
                .isEqualTo(open.path("closes_at").asText());

        CLOCK.advance(Duration.ofMinutes(11));
        assertThat(code(begin(exam, "Noor Haddad"))).isEqualTo("exam_not_open");
    }

    @Test
    void onlyItsCaseIsTaken() {
        String other = wish(exam(), "Kim Lee").replace("hana-suzuki", "leo-hartmann");
        var refused = api.post("/api/v1/sessions", null, other);

        assertThat(refused.status()).isEqualTo(422);
    }

    @Test
    void aStudentSaysWhoTheyAre() {
        var nameless = api.post("/api/v1/sessions", null, "{" + CASE + ",\"exam_id\":\"" + exam() + "\"}");
        assertThat(nameless.status()).isEqualTo(422);
        assertThat(nameless.json().at("/errors/0/pointer").asText()).isEqualTo("/participant");

        var blank = begin(exam(), "\u3000");
        assertThat(blank.status()).isEqualTo(422);
        assertThat(blank.json().at("/errors/0/pointer").asText()).isEqualTo("/participant/name");

        var unknown = begin("exm_0000000000000000000000", "Kim Lee");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.json().at("/errors/0/pointer").asText()).isEqualTo("/exam_id");
    }

    @Test
    void anotherClassMayNotTakeIt() {
        String exam = set(Duration.ZERO, Duration.ofHours(1), ",\"group\":\"PT-3A\"")
                .json()
                .path("exam_id")
                .asText();
        String body = wish(exam, "Kim Lee");

        assertThat(api.post("/api/v1/sessions", "the-class-code-of-these-tests", body)
                        .status())
                .isEqualTo(403);
        opened(api.post("/api/v1/sessions", "the-code-of-another-class", body));
    }

    @Test
    void everybodySeesACodeInPlaceOfTheName() {
        String exam = exam();
        var session = begun(exam, "Wilhelmina Unique");
        JsonNode attempt = attempts(exam).get(0);

        assertThat(attempt.path("name").asText()).isEqualTo("Wilhelmina Unique");
        assertThat(attempt.path("session_id").asText()).isEqualTo(session.id());
        assertThat(attempt.path("code").asText()).matches("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}");
        for (String path : List.of(session.path(""), "/api/v1/sessions", session.path("/debrief"))) {
            assertThat(api.get(path, Api.FACULTY).raw().body()).as(path).doesNotContain("Wilhelmina");
        }
        assertThat(api.get(session.path(""), Api.FACULTY)
                        .json()
                        .at("/participant/name")
                        .asText())
                .isEqualTo(attempt.path("code").asText());
    }

    /** Although this deployment releases every other debrief at once, with the answers. */
    @Test
    void facultyAloneReleaseIt() {
        String exam = exam();
        var session = begun(exam, "Kim Lee");
        api.relay(session, "s1", "student", "When did it happen?");
        api.relay(session, "p1", "patient", "Six days ago, on Thursday evening.");
        String note = "{\"note_id\":\"note_7f3a9c\",\"text\":\"Ask more\",\"anchor\":{\"item_id\":\"p1\"},"
                + "\"visibility\":\"student\"}";
        api.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}");
        String test = "{\"item_id\":\"exam-5b1c02\",\"test_id\":\"lachman\",\"side\":\"right\",\"consent\":true}";
        assertThat(api.post(session.path("/examinations"), session.grant(), test)
                        .status())
                .isEqualTo(201);
        assertThat(api.get(session.path("/turns"), session.grant()).status())
                .as("the page shows the conversation while it lasts")
                .isEqualTo(200);
        close(session);

        for (String path : List.of(
                "/turns", "/transcript", "/events", "/media/xray-report", "/debrief", "/assessments", "/notes")) {
            assertWithheld(path, api.get(session.path(path), session.grant()));
        }
        assertWithheld("a note on a line", api.post(session.path("/notes"), session.grant(), note));
        assertWithheld("a test again", api.post(session.path("/examinations"), session.grant(), test));
        assertThat(api.get(session.path("/turns"), Api.FACULTY).status()).isEqualTo(200);
        assertThat(api.post(session.path("/notes"), Api.FACULTY, note).status()).isEqualTo(201);
        assertThat(api.get(session.path(""), session.grant()).status()).isEqualTo(200);

        var released = release("/api/v1/exams/" + exam + "/release", false);
        assertThat(released.json().path("released_at").asText()).isNotEmpty();
        assertThat(listed(exam).at("/exam/answers").asBoolean(true)).isFalse();
        assertThat(api.get(session.path("/turns"), session.grant()).status()).isEqualTo(200);
        assertThat(api.get(session.path("/notes"), session.grant()).raw().body())
                .contains("Thursday");
        JsonNode debrief = api.get(session.path("/debrief"), session.grant()).json();
        assertThat(debrief.path("answers").asBoolean()).isFalse();

        release("/api/v1/exams/" + exam + "/release", true);
        debrief = api.get(session.path("/debrief"), session.grant()).json();
        assertThat(debrief.path("answers").asBoolean()).isTrue();
        assertThat(listed(exam).at("/exam/answers").asBoolean()).isTrue();
        assertThat(api.get("/api/v1/exams/" + exam, null).json().has("answers"))
                .as("who has the link")
                .isFalse();
    }

    private static void assertWithheld(String what, Api.Reply reply) {
        assertThat(code(reply)).as(what).isEqualTo("exam_not_released");
        assertThat(reply.raw().body()).doesNotContain("Thursday").doesNotContain("finding");
    }

    @Test
    void oneAttemptCanBeReleasedByItself() {
        String exam = exam();
        var one = begun(exam, "Kim Lee");
        var other = begun(exam, "Noor Haddad");
        close(one);
        close(other);

        release(one.path("/debrief/release"), true);

        assertThat(api.get(one.path("/turns"), one.grant()).status()).isEqualTo(200);
        assertThat(code(api.get(other.path("/turns"), other.grant()))).isEqualTo("exam_not_released");

        for (boolean answers : List.of(false, true)) {
            CLOCK.advance(Duration.ofSeconds(-1)); // as that of a replica that is behind
            release(answers ? one.path("/debrief/release") : "/api/v1/exams/" + exam + "/release", answers);
            assertThat(api.get(one.path("/debrief"), one.grant()).json().path("answers"))
                    .as("the last release counts")
                    .isEqualTo(BooleanNode.valueOf(answers));
        }
    }

    @Test
    void observersAndExportsWaitToo() {
        String ann = ISSUER.student("fay");
        var session = opened(api.post("/api/v1/sessions", ann, wish(exam(), "Fay")));
        api.relay(session, "s1", "student", "Where does it hurt?");
        String observer = api.post(session.path("/grants"), session.grant(), "{\"minutes\":60}")
                .json()
                .path("access_token")
                .asText();
        close(session);

        assertThat(code(api.get(session.path("/turns"), observer))).isEqualTo("exam_not_released");
        var export = api.get("/api/v1/me/export", ann);
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.raw().body()).contains(session.id()).doesNotContain("Where does it hurt?");
        assertThat(api.get("/api/v1/me/sessions", ann).raw().body())
                .contains(session.id())
                .doesNotContain("Where does it hurt?");
        assertThat(api.get("/api/v1/sessions", Api.FACULTY).raw().body()).contains("Where does it hurt?");

        release(session.path("/debrief/release"), false);
        assertThat(api.get("/api/v1/me/export", ann).raw().body()).contains("Where does it hurt?");
        assertThat(api.get("/api/v1/me/sessions", ann).raw().body()).contains("Where does it hurt?");
    }

    private static Api.Reply release(String path, boolean answers) {
        var released = api.send(
                "PUT", path, Api.FACULTY, "{\"answers\":" + answers + "}", Map.of("Content-Type", "application/json"));
        assertThat(released.status()).isEqualTo(200);
        return released;
    }
}
