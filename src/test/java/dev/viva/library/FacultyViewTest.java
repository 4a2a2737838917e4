package dev.viva.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 7: the whole file of a patient or case is for faculty alone. */
class FacultyViewTest {
    private static final String CASE = "/api/v1/scenarios/knee-after-football";
    private static final String PATIENT = "/api/v1/personas/hana-suzuki";

    @TempDir
    static Path folder;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        server = VivaServer.start(folder, new TestClock());
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsFacultyTheWholeFile() {
        assertThat(api.get(CASE, Api.FACULTY).json().at("/faculty/diagnosis").asText())
                .contains("cruciate");
        assertThat(api.get(PATIENT, Api.FACULTY)
                        .json()
                        .at("/faculty/faculty_notes")
                        .asText())
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {CASE, PATIENT})
    void invariant7AnswersStayWithFaculty(String path) {
        var session = api.open();

        for (String grant : new String[] {null, session.grant()}) {
            var reply = api.get(path, grant);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().has("faculty")).isFalse();
            assertThat(reply.raw().body()).doesNotContain("faculty", "diagnosis", "cruciate");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/scenarios", "/api/v1/personas"})
    void listsShowNobodyTheWholeFiles(String path) {
        assertThat(api.get(path, Api.FACULTY).raw().body()).doesNotContain("\"faculty\"", "\"diagnosis\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {CASE, PATIENT})
    void noCacheMixesTheTwo(String path) {
        var faculty = api.get(path, Api.FACULTY);
        var student = api.get(path, null);

        assertThat(faculty.header("Vary")).contains("Authorization");
        assertThat(faculty.header("Cache-Control")).isEqualTo("no-store");
        assertThat(student.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(faculty.header("ETag")).isNotEqualTo(student.header("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {CASE, PATIENT})
    void refusesAWrongKey(String path) {
        assertThat(api.get(path, "no-key").status()).isEqualTo(401);
    }
}
