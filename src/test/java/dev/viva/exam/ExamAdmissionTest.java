package dev.viva.exam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.storage.Database;
import dev.viva.testing.Api;
import dev.viva.testing.BusyWriter;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let into an exam, and until when, over HTTP. */
class ExamAdmissionTest {
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);
    private static final String CASE = "\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"";

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
    }

    /** The id of an exam of PT-2B that is open for an hour. */
    private static String exam() {
        return api.post(
                        "/api/v1/exams",
                        Api.FACULTY,
                        "{\"title\":\"Station 3\",\"group\":\"PT-2B\"," + CASE + ",\"opens_at\":\"" + CLOCK.instant()
                                + "\",\"closes_at\":\"" + CLOCK.instant().plus(Duration.ofHours(1)) + "\"}")
                .json()
                .path("exam_id")
                .asText();
    }

    private static Api.Reply begin(String exam, String bearer) {
        return api.post("/api/v1/sessions", bearer, "{" + CASE + ",\"exam_id\":\"" + exam + "\"}");
    }

    private static String student(String subject, String group) {
        return ISSUER.sign(ISSUER.claims(subject).claim("group", group));
    }

    @Test
    void aGroupIsTheSameWithWhiteSpaceAroundIt() {
        String exam = exam();

        assertThat(begin(exam, student("kim", "\u00a0PT-2B\u2007")).status()).isEqualTo(201);
        assertThat(begin(exam, student("noor", "\u00a0")).status())
                .as("without a group")
                .isEqualTo(201);
        assertThat(begin(exam, student("sam", "PT-3A")).status()).isEqualTo(403);
    }

    /** The request was let in while the exam was open, and waited for the storage until it had closed. */
    @Test
    void anExamThatClosesWhileTheStorageIsBusyIsNotBegun() throws Exception {
        String exam = exam();
        assertThat(begin(exam, ISSUER.student("ann")).status())
                .as("the case is stored")
                .isEqualTo(201);
        String late = ISSUER.student("late");
        Future<Api.Reply> begun;
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var release = BusyWriter.hold(server.managed(Database.class).commits(), callers);
            begun = callers.submit(() -> begin(exam, late));
            var waiting = Objects.requireNonNull(
                    server.support().getEnvironment().metrics().getGauges().get("viva.commit.queue"));
            Until.isTrue("the request waits", () -> !waiting.getValue().equals(0));
            CLOCK.advance(Duration.ofHours(1));
            release.countDown();
        }

        assertThat(begun.get().json().path("code").asText()).isEqualTo("exam_not_open");
    }
}
