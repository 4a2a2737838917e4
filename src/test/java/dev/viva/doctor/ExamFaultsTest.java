package dev.viva.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.doctor.Diagnosis.Grade;
import dev.viva.exam.OpenExams;
import dev.viva.library.TestContent;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamFaultsTest {
    @TempDir
    Path folder;

    /** An exam does not keep its case, which may be deleted or changed before its students begin. */
    @Test
    void findsAnExamThatNobodyCanBegin() throws Exception {
        var clock = new TestClock();
        try (var server = VivaServer.start(folder, clock)) {
            var api = new Api(server.url());
            for (String title : List.of("Midterm", "Knees")) {
                assertThat(api.post("/api/v1/exams", Api.FACULTY, """
                                {"title": "%s", "scenario_id": "knee-after-football", "persona_id": "hana-suzuki",
                                 "opens_at": "%s", "closes_at": "%s"}
                                """.formatted(
                                        title, clock.instant(), clock.instant().plus(Duration.ofHours(title.length()))))
                                .status())
                        .isEqualTo(201);
            }
        }
        clock.advance(Duration.ofHours("Knees".length()));
        var exams = new OpenExams(DatabaseConfiguration.defaults(), folder, clock);

        Path only = TestContent.writeTo(folder.resolve("only"));
        assertThat(Report.of(new ExamsProbe(ContentConfiguration.only(only), exams)))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.grade()).isEqualTo(Grade.FAIL);
                    assertThat(found.sentence())
                            .contains("the exam “Midterm” (knee-after-football/hana-suzuki)", "Put the case back");
                });
        assertThat(Report.of(new ExamsProbe(ContentConfiguration.builtIn(), exams)))
                .isEmpty();
    }

    /** One that hangs would make them fail, too. */
    @Test
    void looksAtTheCasesWithoutTheDatabase() throws Exception {
        try (var database = ServerSocketChannel.open()) {
            database.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            database.configureBlocking(false);
            String url = "jdbc:postgresql://127.0.0.1:%d/viva"
                    .formatted(database.socket().getLocalPort());
            var exams = new OpenExams(DatabaseConfiguration.at(url), folder, new TestClock());
            var probes = new Probes(new TestClock()).content(ContentConfiguration.builtIn(), exams);
            Probe content = probes.all().stream()
                    .filter(probe -> probe.about().equals("content"))
                    .findFirst()
                    .orElseThrow();

            assertThat(Report.of(content))
                    .singleElement()
                    .satisfies(found -> assertThat(found.grade()).isEqualTo(Grade.OK));
            assertThat(database.accept()).isNull();
        }
    }
}
