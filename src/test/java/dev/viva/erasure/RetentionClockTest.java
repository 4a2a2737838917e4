package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.storage.Migrations;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.LogLines;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica whose clock is wrong must not erase what all replicas keep. */
class RetentionClockTest {
    private final TestClock clock = new TestClock();

    @TempDir
    Path folder;

    @Test
    void erasesNothingWhileItIsAheadOfTheDatabases() {
        // The database's clock is set back by a function of its own, which is then found before the built-in one.
        String url = Engine.POSTGRESQL.url(folder) + ",pg_catalog";
        Migrations.migrate(url, Migrations.last());
        Jdbi database = Jdbi.create(url);
        setBack(database, "0 hours");
        try (var server = VivaServer.start(folder, clock, "database.url", url, "retention.sessions", "30d");
                var log = LogLines.of(Retention.class)) {
            var session = closed(new Api(server.url()));
            setBack(database, "2 hours");
            clock.advance(Duration.ofDays(31));

            Until.isTrue(
                    "it is said",
                    () -> log.words().stream()
                            .anyMatch(line -> line.contains("clock is more than an hour ahead of the database's")));
            assertThat(isErased(database, session)).isFalse();

            setBack(database, "0 hours");
            Until.isTrue("it is erased", () -> isErased(database, session));
        }
    }

    /** Then no run has been yet: the alert counts from a time that has been, or it would be silent until the wrong one. */
    @Test
    void standsStillAtATrueTimeWhenItStartsAhead() {
        String url = Engine.POSTGRESQL.url(folder) + ",pg_catalog";
        Migrations.migrate(url, Migrations.last());
        setBack(Jdbi.create(url), "2 hours");
        clock.advance(Duration.between(clock.instant(), Instant.now().plus(Duration.ofDays(30))));
        try (var server = VivaServer.start(folder, clock, "database.url", url, "retention.sessions", "30d")) {
            var api = new Api(server.url());
            Until.isTrue(
                    "it stands still at the database's time",
                    () -> api.metric(server.adminUrl(), "viva_retention_last_run")
                            < Instant.now().minus(Duration.ofMinutes(90)).getEpochSecond());
        }
    }

    private static void setBack(Jdbi database, String by) {
        database.useHandle(
                h -> h.execute("CREATE OR REPLACE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql"
                        + " AS 'SELECT pg_catalog.clock_timestamp() - interval ''" + by + "'''"));
    }

    private Api.Opened closed(Api api) {
        var session = api.open();
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        clock.advance(Duration.ofSeconds(11));
        Until.isTrue(
                "it is closed",
                () -> "closed"
                        .equals(api.get(session.path(""), session.grant())
                                .json()
                                .path("state")
                                .asText()));
        return session;
    }

    private static boolean isErased(Jdbi database, Api.Opened session) {
        return database.withHandle(h -> h.createQuery("SELECT erased_at IS NOT NULL FROM session WHERE id = ?")
                .bind(0, session.id())
                .mapTo(Boolean.class)
                .one());
    }
}
