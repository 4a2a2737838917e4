package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyDataTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Api.Opened session;
    private String transcript;

    @BeforeEach
    void fill() {
        try (var server = VivaServer.start(folder, new TestClock())) {
            var api = new Api(server.url());
            session = api.open();
            for (int i = 0; i < 1_200; i++) {
                api.relay(session, "item_" + i, "student", i % 2 == 0 ? "Wo tut es weh? Ä" : "¿Dónde? 痛い");
            }
            Offer.call(api, session);
            api.send("POST", session.path("/end"), session.grant(), null, Map.of());
            transcript = transcript(api);
        }
    }

    private CopyData copy() {
        return new CopyData(DatabaseConfiguration.at(Engine.SQLITE.url(folder)), target(), said::add);
    }

    private DatabaseConfiguration target() {
        return Engine.POSTGRESQL.configuration(folder);
    }

    @Test
    void theServiceGoesOnFromTheCopy() throws Exception {
        assertThat(copy().run()).as(said.toString()).isTrue();

        try (var server = VivaServer.start(Engine.POSTGRESQL, folder, new TestClock())) {
            assertThat(transcript(new Api(server.url()))).isEqualTo(transcript);
        }
    }

    @Test
    void aCopyThatWasBrokenOffGoesOn() throws Exception {
        copy().run();
        Engine.POSTGRESQL.jdbi(folder).useHandle(h -> h.execute("DELETE FROM session_event WHERE seq > 700"));

        assertThat(copy().run()).as(said.toString()).isTrue();
        assertThat(said).anySatisfy(line -> assertThat(line).matches("session_event +[12],\\d{3} rows +the same"));
    }

    @Test
    void findsThatOneWordIsAnother() throws Exception {
        copy().run();
        Engine.POSTGRESQL
                .jdbi(folder)
                .useHandle(h ->
                        h.execute("UPDATE session_event SET payload = replace(payload, 'weh', 'Weh') WHERE seq = 3"));

        assertThat(copy().run()).isFalse();
        assertThat(said.getLast()).contains("empty the target");
    }

    @Test
    void copiesEveryTableThatTheMigrationsMake() {
        var tables = Engine.SQLITE
                .jdbi(folder)
                .withHandle(h -> h.createQuery(
                                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                        .mapTo(String.class)
                        .list());

        assertThat(Stream.concat(CopyData.TABLES.stream(), CopyData.OWN.stream()))
                .containsExactlyInAnyOrderElementsOf(tables);
    }

    private String transcript(Api api) {
        return api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"))
                .raw()
                .body();
    }
}
