package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A start completes erasures that stand in the journal and not in the database, and ends their calls. */
@ParameterizedClass
@EnumSource(Engine.class)
class UnfinishedErasureTest {
    private static final String KEY = "key-of-the-simulator-in-tests";

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    @Test
    void hangsUpTheLiveCall(@TempDir Path elsewhere) throws IOException {
        try (var provider = VivaServer.start(elsewhere, clock, "simulator.key", KEY)) {
            var calls = new Api(provider.url());
            String[] settings = {
                "realtime.type", "openai", "realtime.api_key", KEY, "realtime.base_url", provider.url() + "/simulator"
            };
            Api.Opened session = called(settings);
            journal(session);
            assertThat(live(calls)).isOne();

            try (var server = VivaServer.start(engine, folder, clock, settings)) {
                assertThat(server.url()).isNotNull();
                Until.isTrue("the call is hung up", () -> live(calls) == 0);
                Until.isTrue("nothing is left to hang up", () -> pending().isEmpty());
            }
        }
    }

    /** A restored backup has calls that the provider has forgotten. */
    @ParameterizedTest
    @ValueSource(strings = {"PT2M", "P2D"})
    void asksOnceForACallThatTheProviderHasForgotten(Duration later) throws IOException {
        Api.Opened session = called();
        journal(session);
        clock.advance(later);

        // Its simulator is a new one too.
        try (var server = VivaServer.start(engine, folder, clock)) {
            var api = new Api(server.url());
            Until.isTrue("the provider is asked", () -> notFound(api, server) == 1);
            Until.isTrue("nothing is left to hang up", () -> pending().isEmpty());
            assertThat(api.metric(server.adminUrl(), "viva_provider_trouble")).isZero();
        }
    }

    /** The browser's own call has no id that the server knows, and one of typed lines none that the provider knows. */
    @ParameterizedTest
    @ValueSource(strings = {"direct", "text_6f1c"})
    void endsACallThatCannotBeHungUp(String id) throws IOException {
        Api.Opened session = called();
        database().useHandle(h -> h.execute("UPDATE voice_call SET provider_id = ?", id));
        journal(session);

        try (var server = VivaServer.start(engine, folder, clock)) {
            assertThat(server.url()).isNotNull();
            assertThat(pending()).isEmpty();
            assertThat(ids("ended_at IS NULL")).isEmpty();
        }
    }

    /** In the backup the session was open; it was erased by its age. */
    @Test
    void aCallLastsNoLongerThanItsSession() throws IOException {
        Api.Opened session = called();
        clock.advance(Duration.ofDays(30));
        journal(session);

        try (var server = VivaServer.start(engine, folder, clock)) {
            assertThat(server.url()).isNotNull();
            assertThat(ids("ended_at = (SELECT deadline_at FROM session WHERE id = session_id)"))
                    .hasSize(1);
        }
    }

    /** A session with a call, left by a service that stopped. */
    private Api.Opened called(String... settings) {
        try (var server = VivaServer.start(engine, folder, clock, settings)) {
            var api = new Api(server.url());
            var session = api.open();
            assertThat(Offer.call(api, session)).isEqualTo(201);
            return session;
        }
    }

    private void journal(Api.Opened session) throws IOException {
        String line = new JournalEntry(session.id(), clock.instant()).line();
        Files.writeString(folder.resolve(ErasureJournal.NAME), line + "\n");
    }

    private List<String> pending() {
        return ids("hang_up_at IS NOT NULL");
    }

    private List<String> ids(String condition) {
        return database()
                .withHandle(h -> h.createQuery("SELECT provider_id FROM voice_call WHERE " + condition)
                        .mapTo(String.class)
                        .list());
    }

    private Jdbi database() {
        return engine.jdbi(folder);
    }

    private static int live(Api provider) {
        return provider.send("GET", "/simulator/control/calls", KEY, null, Map.of())
                .json()
                .path("calls")
                .size();
    }

    private static double notFound(Api api, VivaServer server) {
        return api.metric(server.adminUrl(), "viva_provider_errors_total{kind=\"not_found\",operation=\"hang_up\"}");
    }
}
