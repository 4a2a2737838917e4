package dev.viva.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.sheet.CaseSheet;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 7: answers stay with faculty. */
class CaseSheetResourceTest {
    private static final String SHEET = "/api/v1/scenarios/knee-after-football/sheet";

    @TempDir
    static Path folder;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(folder, new TestClock());
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void printsTheCaseForFaculty() {
        var reply = api.get(SHEET + "?persona_id=hana-suzuki", Api.FACULTY);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(reply.header("Vary")).contains("Authorization");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Content-Security-Policy"))
                .contains("'" + CaseSheet.styleHash() + "'")
                .doesNotContain("unsafe-inline");
        assertThat(reply.raw().body()).contains("<!doctype html>", "Hana Suzuki", "cruciate");
    }

    @Test
    void choosesTheFirstPatientThatFits() {
        String first = api.get("/api/v1/scenarios/knee-after-football", null)
                .json()
                .path("persona_ids")
                .path(0)
                .asText();

        assertThat(api.get(SHEET, Api.FACULTY).raw().body())
                .isEqualTo(api.get(SHEET + "?persona_id=" + first, Api.FACULTY)
                        .raw()
                        .body());
    }

    @Test
    void isNotSentAgainWhileItIsTheSame() {
        String tag = api.get(SHEET, Api.FACULTY).header("ETag");

        var again = api.send("GET", SHEET, Api.FACULTY, null, Map.of("If-None-Match", tag));
        var other = api.send("GET", SHEET + "?persona_id=hana-suzuki", Api.FACULTY, null, Map.of("If-None-Match", tag));

        assertThat(again.status()).isEqualTo(304);
        assertThat(other.status()).isEqualTo(200);
    }

    /** Whoever reads an old encounter judges it by what its patient knew. */
    @Test
    void printsTheCaseOfASessionAsItWas(@TempDir Path data) throws IOException {
        Path content = TestContent.writeTo(data.resolve("content"));
        String sheet = "/api/v1/scenarios/sore-wrist/sheet";
        String ofSession;
        String before;
        try (var service = VivaServer.start(data, new TestClock(), "content.dir", content.toString())) {
            var own = new Api(service.url());
            ofSession = sheet + "?session_id="
                    + own.open("{\"persona_id\":\"ada-king\",\"scenario_id\":\"sore-wrist\"}")
                            .id();
            before = own.get(sheet, Api.FACULTY).raw().body();
        }
        Path file = content.resolve(TestContent.SCENARIO_FILE);
        Files.writeString(file, TestContent.SCENARIO.replace("A week ago.", "Today."));
        try (var service = VivaServer.start(data, new TestClock(), "content.dir", content.toString())) {
            var own = new Api(service.url());
            assertThat(own.get(sheet, Api.FACULTY).raw().body()).contains("Today.");
            assertThat(own.get(ofSession, Api.FACULTY).raw().body()).isEqualTo(before);
        }
        Files.delete(file);
        try (var service = VivaServer.start(data, new TestClock(), "content.dir", content.toString())) {
            var own = new Api(service.url());
            assertThat(own.get(sheet, Api.FACULTY).status()).isEqualTo(404);
            assertThat(own.get(ofSession, Api.FACULTY).raw().body()).isEqualTo(before);
        }
    }

    @Test
    void refusesASessionOfAnotherCase() {
        String session = "?session_id=" + api.open().id();

        assertThat(api.get(SHEET + session, Api.FACULTY).status()).isEqualTo(200);
        assertThat(api.get("/api/v1/scenarios/back-after-lifting/sheet" + session, Api.FACULTY)
                        .status())
                .isEqualTo(404);
        assertThat(api.get(SHEET + session, api.open().grant()).status()).isEqualTo(403);
    }

    @Test
    void neverReachesAStudent() {
        var session = api.open();

        assertThat(api.get(SHEET, session.grant()).status()).isEqualTo(403);
        assertThat(api.get(SHEET, null).status()).isEqualTo(401);
        assertThat(api.get(SHEET, "no-key").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/scenarios/no-such-case/sheet, 404, not_found",
        "/api/v1/scenarios/knee-after-football/sheet?session_id=ses_0000000000000000000000, 404, not_found",
        "/api/v1/scenarios/knee-after-football/sheet?persona_id=nobody, 422, case_mismatch",
        "/api/v1/scenarios/knee-after-football/sheet?persona_id=walter-brandt, 422, case_mismatch",
    })
    void refusesWhatIsNotThere(String path, int status, String code) {
        var reply = api.get(path, Api.FACULTY);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
    }
}
