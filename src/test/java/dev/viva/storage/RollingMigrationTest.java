package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.access.Grants;
import dev.viva.problem.Secret;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes one database through all schema versions: at each, that version of the service writes sessions. On the last
 * schema all versions write again, as during a rolling update. The present service then continues all these sessions.
 */
@ParameterizedClass
@EnumSource(Engine.class)
class RollingMigrationTest {
    private static final String KEY = "the same for all replicas: 0123456789";
    private static final TestClock CLOCK = new TestClock();

    @Parameter
    Engine engine;

    @TempDir
    static Path folder;

    private static VivaServer server;
    private static Api api;

    @BeforeParameterizedClassInvocation
    static void throughAllVersions(Engine engine) throws Exception {
        String url = engine.url(folder);
        for (int version : Migrations.earlier().toArray()) {
            Migrations.migrate(url, version);
            write(url, version, "Before");
        }
        Migrations.migrate(url, Migrations.last());
        for (int version : Migrations.earlier().toArray()) {
            write(url, version, "Beside");
        }
        write(url, Migrations.last(), "Later");
        Jdbi.create(url)
                .useHandle(sql -> sql.execute(
                        "UPDATE session_event SET payload = REPLACE(payload, ?, ?) WHERE session_id = ?",
                        "\"late\":false",
                        "\"late\":false,\"mood\":\"calm\"",
                        id(Migrations.last(), "Later", "open")));
        // Of its own: a journal of erasures applies to whichever database the next start finds.
        Path data = folder.resolve("data-" + engine);
        server = VivaServer.start(data, CLOCK, "database.url", url, "access.grant_key", KEY);
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    private static void write(String url, int version, String when) throws Exception {
        var earlier = new EarlierVersion(version, CLOCK.millis());
        Jdbi.create(url).useTransaction(sql -> {
            earlier.open(sql, id(version, when, "open"));
            earlier.ended(sql, id(version, when, "ended"));
            earlier.closed(sql, id(version, when, "closed"));
        });
    }

    private static String id(int version, String when, String state) {
        return "ses_" + (when + "Version" + version + state + "0".repeat(22)).substring(0, 22);
    }

    private static Api.Opened session(String id) {
        var grants = new Grants(new Secret(KEY), null, Duration.ofHours(1), CLOCK);
        return new Api.Opened(id, grants.grant(id).value().reveal());
    }

    static Stream<Map.Entry<Integer, String>> versions() {
        return Migrations.earlier()
                .boxed()
                .flatMap(version -> Stream.of("Before", "Beside").map(when -> Map.entry(version, when)));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void continuesAnOpenSession(Map.Entry<Integer, String> version) {
        var session = session(id(version.getKey(), version.getValue(), "open"));
        String words = version.getKey() >= 2 ? "Hello there" : "Hello";
        assertThat(transcript(session).path("turns").findValuesAsText("text")).containsExactly(words, "Good morning");

        assertThat(api.relay(session, "b", "patient", "Good morning")
                        .json()
                        .path("seq")
                        .asLong())
                .isEqualTo(2);
        assertThat(api.relay(session, "a", "student", "Hallo").status()).isEqualTo(409);
        long last = api.get(session.path(""), session.grant())
                .json()
                .at("/transcript/last_seq")
                .asLong();
        var relayed = api.relay(session, "c", "student", "Where does it hurt?");
        assertThat(relayed.status()).isEqualTo(201);
        assertThat(relayed.json().path("seq").asLong()).isEqualTo(last + 1);

        var ended = api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        assertThat(ended.status()).isEqualTo(200);
        assertThat(ended.json().path("turn_count").asInt()).isEqualTo(3);
        assertThat(ended.json().path("digest")).isEqualTo(transcript(session).path("digest"));
    }

    @Test
    void readsDataOfALaterVersion() {
        var session = session(id(Migrations.last(), "Later", "open"));
        assertThat(transcript(session).path("turns").findValuesAsText("text"))
                .containsExactly("Hello there", "Good morning");
        assertThat(api.relay(session, "b", "patient", "Good morning").status()).isEqualTo(200);
    }

    /** The case was frozen in the form of that time. */
    @ParameterizedTest
    @MethodSource("versions")
    void readsTheCaseOfASession(Map.Entry<Integer, String> version) {
        var session = session(id(version.getKey(), version.getValue(), "open"));

        var print = api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "text/plain"));

        assertThat(print.status()).isEqualTo(200);
        assertThat(print.raw().body()).contains("A knee that gave way at football", "Hana Suzuki");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void closesAnEndedSession(Map.Entry<Integer, String> version) {
        var session = session(id(version.getKey(), version.getValue(), "ended"));
        Until.isTrue(
                "the session is closed",
                () -> transcript(session).path("complete").asBoolean());
        assertThat(transcript(session).path("digest").asText()).isEqualTo(EarlierVersion.DIGEST);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void readsFollowsAndErasesAClosedSession(Map.Entry<Integer, String> version) {
        var session = session(id(version.getKey(), version.getValue(), "closed"));
        JsonNode transcript = transcript(session);
        assertThat(transcript.path("turns").findValuesAsText("text")).containsExactly("Hello", "Good morning");
        assertThat(transcript.path("digest").asText()).isEqualTo(EarlierVersion.DIGEST);
        assertThat(transcript.path("complete").asBoolean()).isTrue();

        long last = transcript.path("last_seq").asLong();
        try (var frames =
                new Frames(api.stream(session, Map.of("Last-Event-ID", "1")).body())) {
            assertThat(frames.next((int) last - 1))
                    .extracting(frame -> Long.valueOf(frame.id()))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(2, last).boxed().toList());
            assertThat(frames.over()).isTrue();
        }
        assertThat(api.erase(session.id()).status()).isEqualTo(204);
        assertThat(api.get(session.path(""), session.grant()).status()).isEqualTo(404);
    }

    private static JsonNode transcript(Api.Opened session) {
        return api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"))
                .json();
    }
}
