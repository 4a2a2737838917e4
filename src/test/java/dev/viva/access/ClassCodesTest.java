package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Secret;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may start an encounter where students show the code of their class. */
class ClassCodesTest {
    private static final String CODE = Api.CLASS_CODE;
    private static final String OTHER = "the-code-of-another-class";
    private static final String SESSIONS = "/api/v1/sessions";

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, new TestClock(), "access.students", "code");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void onlyWhoeverHasACodeOrIsFacultyStarts() {
        assertThat(api.post(SESSIONS, null, Api.CASE).status()).isEqualTo(401);
        assertThat(api.post(SESSIONS, "blue-heron-72", Api.CASE).status()).isEqualTo(401);
        assertThat(api.post(SESSIONS, Api.EXPIRED_CLASS_CODE, Api.CASE).status())
                .isEqualTo(401);
        assertThat(api.post(SESSIONS, CODE, Api.CASE).status()).isEqualTo(201);
        assertThat(api.post(SESSIONS, Api.FACULTY, Api.CASE).status()).isEqualTo(201);
    }

    @Test
    void aGrantOfASessionStartsNoOther() {
        assertThat(api.post(SESSIONS, start(CODE).grant(), Api.CASE).status()).isEqualTo(403);
    }

    @Test
    void theGroupOfTheClassWins() {
        String said = Api.CASE.replace("}", ",\"participant\":{\"name\":\" Kim Lee \",\"group\":\"other\"}}");
        var created = api.post(SESSIONS, CODE, said).json();

        assertThat(created.at("/session/participant/name").asText()).isEqualTo("Kim Lee");
        assertThat(created.at("/session/participant/group").asText()).isEqualTo("PT-2B");
    }

    @Test
    void theSessionIsUsedWithItsGrantAsEver() {
        var session = start(CODE);

        assertThat(api.relay(session, "item_1", "student", "Hello").status()).isEqualTo(201);
        assertThat(api.get(session.path("/turns"), session.grant()).status()).isEqualTo(200);
    }

    @Test
    void aCodeOpensNothingElse() {
        var session = start(CODE);

        assertThat(api.get(session.path("/turns"), CODE).status()).isEqualTo(401);
        assertThat(api.get("/api/v1/sessions", CODE).status()).isEqualTo(401);
        assertThat(api.get("/api/v1/scenarios/knee-after-football", CODE).status())
                .isEqualTo(401);
    }

    @Test
    void aCodeExpires() {
        var clock = new TestClock();
        var classes = new Classes(
                List.of(new ClassCode(
                        new Secret(OTHER), "PT-3A", clock.instant().plusSeconds(60), 0, null)),
                clock);
        assertThat(classes.read(OTHER)).contains(new ClassMember("PT-3A", null));
        assertThat(classes.open()).isTrue();

        clock.advance(Duration.ofSeconds(60));

        assertThat(classes.read(OTHER)).isEmpty();
        assertThat(classes.issued(OTHER)).contains(new ClassMember("PT-3A", null));
        assertThat(classes.open()).isFalse();
    }

    @Test
    void aCodeIsNoOtherKeyOfAccess() {
        var key = new Secret("NJ0jmLZyCi4bSpZyLqHf9hT3Vm8bXk2uGkzR1s0");
        var other = new Secret("mZ8bN1vC5rT3yU6pL0sD2fA7h2kQ9xW4NJ0jmLZ");

        assertThat(oneClass(key, other, other, other).isEachCodeItsOwn()).isTrue();
        assertThat(oneClass(key, key, other, other).isEachCodeItsOwn()).isFalse();
        assertThat(oneClass(key, other, key, other).isEachCodeItsOwn()).isFalse();
        assertThat(oneClass(key, other, other, key).isEachCodeItsOwn()).isFalse();
    }

    private static AccessConfiguration oneClass(Secret code, Secret grantKey, Secret previous, Secret facultyKey) {
        var classes = List.of(new ClassCode(code, "PT-3A", null, 0, null));
        return new AccessConfiguration(grantKey, previous, null, facultyKey, null, classes, null, null);
    }

    @Test
    void theSameKeyOfAnotherClassIsAnotherRequest() {
        Map<String, String> key =
                Map.of("Idempotency-Key", "8e03978e-40d5-43dd-bc93-6894a57f9324", "Content-Type", "application/json");
        var first = api.send("POST", SESSIONS, CODE, Api.CASE, key);

        assertThat(api.send("POST", SESSIONS, CODE, Api.CASE, key).raw().body())
                .isEqualTo(first.raw().body());
        assertThat(api.send("POST", SESSIONS, OTHER, Api.CASE, key).status()).isEqualTo(422);
    }

    @Test
    void thePageLearnsThatACodeIsNeeded() {
        var view = api.get("/api/v1/deployment", null).json();

        assertThat(view.path("students").asText()).isEqualTo("code");
        assertThat(view.path("class_codes").asBoolean()).isTrue();
        assertThat(view.toString()).doesNotContain(CODE, "PT-2B");
    }

    private static Api.Opened start(String code) {
        var created = api.post(SESSIONS, code, Api.CASE).json();
        return new Api.Opened(
                created.at("/session/session_id").asText(),
                created.at("/access_token").asText());
    }
}
