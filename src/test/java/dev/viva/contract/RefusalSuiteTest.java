package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation produces its declared refusals, as problems. */
@ContractSuite
class RefusalSuiteTest {
    private final Deployment service;
    private final Api api;
    private final Api.Opened session;

    RefusalSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
        this.session = api.open();
    }

    private Draft draft(Operation operation) {
        return Draft.of(operation, session, Draft.forFaculty(operation) ? service.faculty() : "");
    }

    private static void refused(Api.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
    }

    static Stream<Operation> unauthorized() {
        return Draft.declaring(401);
    }

    @ParameterizedTest
    @MethodSource("unauthorized")
    void refusesMissingCredentials(Operation operation) {
        var nobody = draft(operation).bearer(null).send(api);
        assertThat(nobody.status()).isIn(Draft.forAnybody(operation) ? List.of(200, 201) : List.of(401));
        refused(draft(operation).bearer("not-a-grant").send(api), 401);
        refused(
                draft(operation)
                        .bearer(null)
                        .header("Authorization", "Basic YTpi")
                        .send(api),
                401);
    }

    static Stream<Operation> absent() {
        return Draft.declaring(404);
    }

    @ParameterizedTest
    @MethodSource("absent")
    void hidesAbsentAndForeignResources(Operation operation) {
        Draft draft = draft(operation);
        String path = draft.path();
        for (var parameter : Draft.parameters(operation)) {
            if (parameter.path("in").asText().equals("path")) {
                path = path.replace(
                        parameter.path("example").asText(),
                        // Any short text may name a group.
                        parameter.path("name").asText().equals("group") ? "x".repeat(101) : "nobody-has-this");
            }
        }

        refused(
                draft.path(path.replace(session.id(), "ses_AAAAAAAAAAAAAAAAAAAAAA"))
                        .send(api),
                404);
    }

    static Stream<Operation> unacceptable() {
        return Draft.declaring(406).filter(o -> !Draft.forStudents(o));
    }

    @ParameterizedTest
    @MethodSource("unacceptable")
    void refusesAnUnacceptableMediaType(Operation operation) {
        refused(draft(operation).header("Accept", "image/png").send(api), 406);
    }

    static Stream<Operation> tooLarge() {
        return Draft.declaring(413);
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void refusesABodyOverTheLimit(Operation operation) {
        service.withoutProxy("Prism takes no body of that size");
        byte[] body = new byte[BodyLimit.MAX_BYTES + 1];
        Arrays.fill(body, (byte) ' ');

        refused(draft(operation).body(body).send(api.apart()), 413);
    }

    static Stream<Operation> unsupported() {
        return Draft.declaring(415);
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void refusesAnUnsupportedMediaType(Operation operation) {
        refused(draft(operation).header("Content-Type", "text/csv").send(api), 415);
    }

    static Stream<Operation> unprocessable() {
        return Draft.declaring(422);
    }

    @ParameterizedTest
    @MethodSource("unprocessable")
    void refusesAnInvalidBody(Operation operation) {
        boolean sheet = operation.id().equals("getCaseSheet");
        refused(
                (sheet
                                ? draft(operation).query("persona_id=leo-hartmann")
                                : draft(operation).body("{}"))
                        .send(api),
                422);
    }

    static Stream<Operation> forbidden() {
        return Draft.declaring(403).filter(o -> !Draft.forStudents(o) && !o.id().equals("createSession"));
    }

    /** Whoever has a grant does nothing of faculty's; an observer only reads; faculty write nothing as a student. */
    @ParameterizedTest
    @MethodSource("forbidden")
    void refusesWhatTheCallerMayNotDo(Operation operation) {
        boolean faculty = Draft.forFaculty(operation);
        refused(draft(operation).bearer(faculty ? session.grant() : observer()).send(api), 403);
        if (!faculty && !Draft.forBoth(operation)) {
            refused(draft(operation).bearer(service.faculty()).send(api), 403);
        }
    }

    private String observer() {
        return api.post(session.path("/grants"), session.grant(), "{\"minutes\":60}")
                .json()
                .path("access_token")
                .asText();
    }

    static Stream<Operation> bad() {
        return Draft.declaring(400).filter(o -> !Draft.forStudents(o));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesAMalformedRequest(Operation operation) {
        service.withoutProxy("Prism does not pass on what it cannot read itself");
        refused(unreadable(operation, draft(operation)).send(api), 400);
    }

    private static Draft unreadable(Operation operation, Draft draft) {
        return switch (operation.id()) {
            case "listTurns", "listSessions", "listAudit" -> draft.query("limit=many");
            case "getMatrix", "getAgreement" -> draft.query("rubric_id=no-such-rubric");
            case "getItemMatrix", "getFidelity" -> draft.query("scenario_id=");
            case "exportScores" -> draft.query("format=xls");
            case "listExams" -> draft.query("cursor=none");
            case "streamEvents" -> draft.header("Last-Event-ID", "last");
            case "exchangeSdp" -> draft.header("X-Rtc-Token", "x".repeat(129));
            default ->
                Draft.takes(operation).isEmpty() ? draft.header("If-None-Match", "x".repeat(1025)) : draft.body("{\"");
        };
    }
}
