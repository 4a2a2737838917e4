package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public resources: cases, voices, health, the contract itself. */
@ContractSuite
class ReadingSuiteTest {
    private static final Api.Opened NONE = new Api.Opened("ses_none", "");
    private static final int TRIES = 20;

    private final Deployment service;
    private final Api api;

    ReadingSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
    }

    /** Without getExam, which needs an exam first (ExamSuiteTest). */
    static Stream<Operation> open() {
        return Draft.operations()
                .filter(o -> o.method().equals("GET") && !Draft.guarded(o) && !o.id().equals("getExam"));
    }

    static Stream<Operation> conditional() {
        return Draft.declaring(304).filter(o -> !Draft.forStudents(o));
    }

    @ParameterizedTest
    @MethodSource("open")
    void publicOperationsNeedNoCredentials(Operation operation) {
        assertThat(Draft.of(operation, NONE, "").send(api).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("conditional")
    void answers304ToAMatchingETag(Operation operation) {
        Draft draft = Draft.of(operation, NONE, Draft.forFaculty(operation) ? service.faculty() : "");
        // The list of sessions changes when one of them closes meanwhile: then its next tag is tried.
        assertThat(IntStream.range(0, TRIES)).anyMatch(i -> {
            String tag = draft.send(api).header("ETag");
            return Stream.of(tag, "W/" + tag + ", \"other\"")
                    .allMatch(known ->
                            draft.header("If-None-Match", known).send(api).status() == 304);
        });
        assertThat(draft.header("If-None-Match", "\"other\"").send(api).status())
                .isEqualTo(200);
    }

    @Test
    void invariant1ServesTheCommittedContract() throws Exception {
        byte[] committed = Files.readAllBytes(Path.of("api/openapi.yaml"));

        assertThat(api.get("/openapi.yaml", null).raw().body().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(committed);
    }
}
