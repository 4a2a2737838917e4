package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class RetentionTest {
    private static final String[] THIRTY_DAYS = {"retention.sessions", "30d", "retention.audit", "60d"};

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    @Test
    void erasesWhatEndedLongEnoughAgoAndNothingElse() {
        try (var server = VivaServer.start(engine, folder, clock, THIRTY_DAYS)) {
            var api = new Api(server.url());
            var old = ended(api);
            clock.advance(Duration.ofDays(10));
            var younger = ended(api);
            clock.advance(Duration.ofDays(20).minusMinutes(1));
            untilRunAt(api, server);
            assertThat(isErased(api, old)).isFalse();

            clock.advance(Duration.ofMinutes(2));
            var open = api.open(); // nobody has ended it yet
            Until.isTrue("the older is erased", () -> isErased(api, old));

            assertThat(isErased(api, younger)).isFalse();
            assertThat(api.get("/api/v1/deployment", null)
                            .json()
                            .path("retention_s")
                            .asInt())
                    .isEqualTo(30 * 24 * 3600);
            assertThat(api.get(open.path(""), open.grant()).status()).isEqualTo(200);
            assertThat(entries(api, old)).containsExactly("retention erase eraseSession");
            assertThat(entries(api, younger)).isEmpty();
            assertThat(journal()).singleElement().asString().contains(old.id());
            Until.isTrue(
                    "the erasure is counted",
                    () -> api.metric(server.adminUrl(), "viva_sessions_erased_total{by=\"retention\"}") == 1);
        }
    }

    /** A session that nobody ended for years is ended first, and then kept as long as any other. */
    @Test
    void neverTouchesAnOpenSession() {
        Api.Opened session;
        try (var server = VivaServer.start(engine, folder, clock)) {
            var api = new Api(server.url());
            session = api.open();
            api.relay(session, "item_1", "student", "Hello");
        }
        engine.jdbi(folder)
                .useHandle(h -> h.execute(
                        "UPDATE session SET deadline_at = ? ",
                        clock.instant().plus(Duration.ofDays(3650)).toEpochMilli()));
        clock.advance(Duration.ofDays(365));
        try (var server = VivaServer.start(engine, folder, clock, THIRTY_DAYS)) {
            var api = new Api(server.url());
            clock.advance(Duration.ofMinutes(2)); // later than the start, from which runs are counted
            untilRunAt(api, server);

            assertThat(api.get("/api/v1/sessions?state=open", Api.FACULTY)
                            .json()
                            .at("/sessions/0/session_id")
                            .asText())
                    .isEqualTo(session.id());
        }
    }

    /** The service was stopped for a year, and there is more to do than one step takes. */
    @Test
    void worksOffABacklogInStepsTheOldestFirst() {
        List<Api.Opened> sessions = new ArrayList<>();
        try (var server = VivaServer.start(engine, folder, clock)) {
            var api = new Api(server.url());
            sessions.addAll(ended(api, Retention.STEP + 3));
        }
        clock.advance(Duration.ofDays(365));
        try (var server = VivaServer.start(engine, folder, clock, THIRTY_DAYS)) {
            var api = new Api(server.url());
            Until.isTrue("all are erased", () -> sessions.stream().allMatch(session -> isErased(api, session)));

            assertThat(journal()).hasSize(sessions.size());
            for (int i = 0; i < sessions.size(); i++) {
                assertThat(journal().get(i)).contains(sessions.get(i).id());
            }
            Until.isTrue(
                    "nothing is due",
                    () -> api.metric(server.adminUrl(), "viva_retention_backlog") == 0
                            && api.metric(server.adminUrl(), "viva_retention_overdue_seconds") == 0);
        }
    }

    @Test
    void goesOnAfterTheJournalWasOut() throws Exception {
        Path file = folder.resolve(ErasureJournal.NAME);
        try (var server = VivaServer.start(engine, folder, clock, THIRTY_DAYS)) {
            var api = new Api(server.url());
            var session = ended(api);
            Files.createDirectory(file); // nothing can be appended to it
            clock.advance(Duration.ofDays(31));
            Until.isTrue(
                    "the delay is measured",
                    () -> api.metric(server.adminUrl(), "viva_retention_overdue_seconds") > 80_000);
            var refused = api.erase(session.id());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("code").asText()).isEqualTo("storage_unavailable");
            assertThat(refused.json().path("detail").asText()).startsWith("Nothing was erased:");
            assertThat(isErased(api, session)).isFalse();

            Files.delete(file);
            Until.isTrue("it is erased", () -> isErased(api, session));
        }
    }

    @Test
    void twoReplicasEraseASessionOnce(@TempDir Path other) {
        if (engine == Engine.SQLITE) {
            return; // one process owns the file
        }
        List<Api.Opened> sessions = new ArrayList<>();
        try (var server = VivaServer.start(engine, folder, clock)) {
            var api = new Api(server.url());
            sessions.addAll(ended(api, 15));
        }
        clock.advance(Duration.ofDays(31));
        String[] shared = {
            "retention.sessions",
            "30d",
            "database.url",
            engine.url(folder),
            "access.grant_key",
            "the same for all replicas: 0123456789"
        };
        try (var one = VivaServer.start(folder, clock, shared);
                var two = VivaServer.start(other, clock, shared)) {
            var api = new Api(one.url());
            Until.isTrue("all are erased", () -> sessions.stream().allMatch(session -> isErased(api, session)));
            for (var session : sessions) {
                assertThat(entries(api, session)).containsExactly("retention erase eraseSession");
            }
            Until.isTrue(
                    "each is counted once",
                    () -> api.metric(one.adminUrl(), "viva_sessions_erased_total{by=\"retention\"}")
                                    + api.metric(two.adminUrl(), "viva_sessions_erased_total{by=\"retention\"}")
                            == sessions.size());
        }
    }

    @Test
    void forgetsTheAuditTrailLater() {
        try (var server = VivaServer.start(engine, folder, clock, THIRTY_DAYS)) {
            var api = new Api(server.url());
            var session = ended(api);
            api.get(session.path("/transcript"), Api.FACULTY);
            clock.advance(Duration.ofDays(31));
            Until.isTrue("it is erased", () -> isErased(api, session));
            assertThat(entries(api, session))
                    .containsExactlyInAnyOrder("faculty read getTranscript", "retention erase eraseSession");

            clock.advance(Duration.ofDays(30)); // 61 days after the transcript was read, 30 after the erasure

            Until.isTrue("the older entry is gone", () -> entries(api, session).size() == 1);
            assertThat(entries(api, session)).containsExactly("retention erase eraseSession");
        }
    }

    /** Waits until retention has looked at the clock's present time. */
    private void untilRunAt(Api api, VivaServer server) {
        double now = clock.instant().getEpochSecond();
        Until.isTrue(
                "retention has run",
                () -> api.metric(server.adminUrl(), "viva_retention_last_run_timestamp_seconds") >= now - 60);
    }

    private Api.Opened ended(Api api) {
        return ended(api, 1).getFirst();
    }

    /** Sessions that were ended one second after the other. They close together, so the test waits once. */
    private List<Api.Opened> ended(Api api, int count) {
        List<Api.Opened> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var session = api.open();
            api.relay(session, "item_1", "student", "Where does it hurt?");
            api.send("POST", session.path("/end"), session.grant(), null, Map.of());
            sessions.add(session);
            clock.advance(Duration.ofSeconds(1));
        }
        clock.advance(Duration.ofSeconds(10));
        Until.isTrue("they are closed", () -> sessions.stream().allMatch(session -> isClosed(api, session)));
        return sessions;
    }

    private static boolean isClosed(Api api, Api.Opened session) {
        String state =
                api.get(session.path(""), session.grant()).json().path("state").asText();
        return "closed".equals(state);
    }

    private boolean isErased(Api api, Api.Opened session) {
        return engine.jdbi(folder)
                .withHandle(h -> h.createQuery(
                                "SELECT COUNT(*) FROM session WHERE id = '" + session.id() + "' AND erased_at > 0")
                        .mapTo(Boolean.class)
                        .one());
    }

    private static List<String> entries(Api api, Api.Opened session) {
        var entries = new ArrayList<String>();
        for (JsonNode entry : api.get("/api/v1/audit?session_id=" + session.id(), Api.FACULTY)
                .json()
                .path("entries")) {
            entries.add(
                    entry.path("actor").asText() + " " + entry.path("action").asText() + " "
                            + entry.path("operation").asText());
        }
        return entries;
    }

    private List<String> journal() {
        try {
            return Files.readAllLines(folder.resolve(ErasureJournal.NAME));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
