package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP conventions that all operations follow, beyond their declarations. */
@ContractSuite
class ConventionSuiteTest {
    private static final String ID = "of-the-client_1";

    private final Deployment service;
    private final Api api;
    private final Api.Opened session;

    ConventionSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
        this.session = api.open();
    }

    static Stream<Operation> all() {
        return Draft.operations();
    }

    static Stream<Operation> reading() {
        return all().filter(o -> o.method().equals("GET"));
    }

    /** All except the event stream, whose body does not end. */
    static Stream<Operation> readOnce() {
        // getMedia needs an examination first (ExaminationSuiteTest), a debrief and a student's assessments a closed
        // session (DebriefSuiteTest), getExam an exam (ExamSuiteTest).
        Set<String> later =
                Set.of("streamEvents", "getMedia", "getDebrief", "getReflection", "listAssessments", "getExam");
        return reading().filter(o -> !later.contains(o.id()) && !Draft.forStudents(o));
    }

    private Draft draft(Operation operation) {
        return Draft.of(operation, session, Draft.forFaculty(operation) ? service.faculty() : "");
    }

    private static Set<String> list(Api.Reply reply, String header) {
        return reply.raw().headers().allValues(header).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("all")
    void echoesTheRequestIdInHeaderAndProblem(Operation operation) {
        var refused = draft(operation).header("X-Request-Id", ID).send(api, "PATCH");

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("X-Request-Id")).isEqualTo(ID);
        assertThat(refused.json().path("request_id").asText()).isEqualTo(ID);
    }

    @ParameterizedTest
    @MethodSource("all")
    void replacesAnInvalidRequestId(Operation operation) {
        var refused = draft(operation).header("X-Request-Id", "no id").send(api, "PUT");

        assertThat(refused.header("X-Request-Id"))
                .matches("[A-Za-z0-9_-]{8,64}")
                .isNotEqualTo("no id");
    }

    @ParameterizedTest
    @MethodSource("all")
    void answers405WithTheAllowedMethods(Operation operation) {
        var options = draft(operation).send(api, "OPTIONS");

        assertThat(options.status()).isIn(200, 204);
        assertThat(list(options, "Allow")).contains(operation.method(), "OPTIONS");
    }

    @ParameterizedTest
    @MethodSource("readOnce")
    void answersHeadLikeGetWithoutABody(Operation operation) {
        var got = draft(operation).send(api);
        var head = draft(operation).send(api, "HEAD");

        assertThat(head.status()).isEqualTo(got.status());
        assertThat(head.raw().body()).isEmpty();
        for (String name : Set.of("Content-Type", "Cache-Control", "ETag")) {
            assertThat(head.header(name)).as(name).isEqualTo(got.header(name));
        }
    }

    @Test
    void answersHeadOfTheEventStreamAtOnce() {
        api.relay(session, "item_1", "student", "Where?");
        var head = draft(Draft.operation("streamEvents")).send(api, "HEAD");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
    }

    @ParameterizedTest
    @MethodSource("readOnce")
    void allowsCachingOnlyWhereDeclared(Operation operation) {
        var reply = draft(operation).send(api);
        Set<String> cache = list(reply, "Cache-Control");

        if (Draft.neverCached(operation)) {
            assertThat(cache).containsExactly("no-store");
        } else if (operation.statuses().contains(304)) {
            assertThat(cache).contains("no-cache");
            assertThat(reply.header("ETag")).matches("\"[^\"]+\"");
        }
    }

    static Stream<Operation> ofSessions() {
        return all().filter(o -> o.path().startsWith("/api/v1/sessions"));
    }

    @ParameterizedTest
    @MethodSource("ofSessions")
    void neverCachesSessionReplies(Operation operation) {
        var own = api.open();
        var draft = Draft.of(operation, own, Draft.forFaculty(operation) ? service.faculty() : "");
        var reply = draft.send(api, operation.id().equals("streamEvents") ? "HEAD" : operation.method());

        assertThat(list(reply, "Cache-Control")).containsExactly("no-store");
    }

    static Stream<Operation> byCaller() {
        return all().filter(o -> o.path().matches("/api/v1/(personas|scenarios).*")
                && o.method().equals("GET")
                && !Draft.neverCached(o));
    }

    @ParameterizedTest
    @MethodSource("byCaller")
    void variesCachedRepliesByCaller(Operation operation) {
        var reply = draft(operation).send(api);

        assertThat(list(reply, "Cache-Control")).contains("private");
        assertThat(list(reply, "Vary")).contains("Authorization");
    }

    @ParameterizedTest
    @MethodSource("all")
    void neverCachesProblems(Operation operation) {
        assertThat(draft(operation)
                        .header("Accept", "image/png")
                        .send(api, "PATCH")
                        .header("Cache-Control"))
                .isEqualTo("no-store");
    }

    @ParameterizedTest
    @MethodSource("readOnce")
    void fallsBackToAnyAcceptedType(Operation operation) {
        var asked = draft(operation)
                .header("Accept", "application/problem+json, */*;q=0.1")
                .send(api);

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.header("Content-Type")).isNotEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @MethodSource("all")
    void sendsDeprecationHeadersWhereDeclared(Operation operation) {
        boolean goes = Draft.declared(operation).path("deprecated").asBoolean();
        var reply = draft(operation).bearer(null).send(api, operation.method().equals("GET") ? "HEAD" : "OPTIONS");

        assertThat(reply.header("Deprecation").isEmpty()).isEqualTo(!goes);
        assertThat(reply.header("Sunset").isEmpty()).isEqualTo(!goes);
    }

    @ParameterizedTest
    @MethodSource("all")
    void problemTypesLinkToTheirPages(Operation operation) {
        String type = draft(operation).send(api, "PATCH").json().path("type").asText();

        assertThat(api.send("GET", type, null, null, Map.of()).status()).isEqualTo(200);
    }
}
