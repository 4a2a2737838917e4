package dev.viva.cohort;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** A service with two of faculty. Each test has a group of its own. */
abstract class OnAGroup {
    private static final TestClock CLOCK = new TestClock();
    static final TestIssuer ISSUER = new TestIssuer(CLOCK);
    static final String ADA = ISSUER.faculty("ada@example.org");
    static final String GRACE = ISSUER.faculty("grace@example.org");

    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static VivaServer server;
    static Api api;
    final String group = "Group " + UUID.randomUUID();

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(engine, data, CLOCK, ISSUER.settings());
        TestIssuer.untilKnownTo(server);
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    final Api.Opened encounter(String name) {
        return encounter(name, group);
    }

    static Api.Opened encounter(String name, String group) {
        CLOCK.advance(Duration.ofSeconds(10));
        var session = api.open(Api.CASE.substring(0, Api.CASE.length() - 1) + ",\"participant\":{\"name\":\"" + name
                + "\",\"group\":\"" + group.replace("\\", "\\\\") + "\"}}");
        api.relay(session, "item_1", "student", "What brings you here?");
        return session;
    }

    /** An attempt at an exam of its own, in which the student is shown by a code. */
    final Api.Opened attempt(String name) {
        CLOCK.advance(Duration.ofSeconds(10));
        String wish = Api.CASE.substring(0, Api.CASE.length() - 1);
        var exam = api.post(
                "/api/v1/exams",
                Api.FACULTY,
                wish + ",\"title\":\"Station 3\",\"group\":\"" + group + "\",\"opens_at\":\"" + CLOCK.instant()
                        + "\",\"closes_at\":\"" + CLOCK.instant().plus(Duration.ofHours(1)) + "\"}");
        String id = exam.json().path("exam_id").asText();
        var session = api.open(wish + ",\"exam_id\":\"" + id + "\",\"participant\":{\"name\":\"" + name + "\"}}");
        api.relay(session, "item_1", "student", "What brings you here?");
        return session;
    }

    final Api.Reply read(String what, String bearer) {
        return api.get("/api/v1/groups/" + group.replace(" ", "%20") + what, bearer);
    }
}
