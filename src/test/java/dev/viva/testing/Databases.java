package dev.viva.testing;

import com.codahale.metrics.MetricRegistry;
import dev.viva.session.CaseNames;
import dev.viva.session.Ids;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.DatabaseConfiguration;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens real databases in a test's folder. */
public final class Databases {
    public static final Session.Subject SUBJECT =
            new Session.Subject("knee-after-football", "hana-suzuki", null, null, null, "0".repeat(64), null);

    /** The names in a case whose patient has an X-ray to show. */
    public static final CaseNames NAMES = session ->
            new CaseNames.Names("Knee pain after football", "Hana Suzuki", null, "en", "en", Set.of("knee-xray"));

    private static final Duration LONG = Duration.minutes(2);

    private Databases() {}

    public static Database open(Path folder) throws Exception {
        return open(folder, new MetricRegistry());
    }

    /** @param metrics that its pools register with */
    public static Database open(Path folder, MetricRegistry metrics) throws Exception {
        var all = Engine.SQLITE.configuration(folder);
        return start(patient(all, all.maxConnections(), all.queue(), all.batch()), folder, metrics);
    }

    /** Opens the folder's database; a second call acts like another process. */
    public static Database open(Engine engine, Path folder) throws Exception {
        var all = engine.configuration(folder);
        return start(patient(all, all.maxConnections(), all.queue(), all.batch()), folder, new MetricRegistry());
    }

    /** Opens one with other bounds. */
    public static Database open(Engine engine, Path folder, int queue, int batch) throws Exception {
        return start(patient(engine.configuration(folder), 2, queue, batch), folder, new MetricRegistry());
    }

    /** With long timeouts, so that a busy machine, or a test that holds the writer, does not look like an outage. */
    private static DatabaseConfiguration patient(DatabaseConfiguration all, int connections, int queue, int batch) {
        return new DatabaseConfiguration(
                all.url(), all.user(), all.password(), connections, queue, batch, LONG, Duration.seconds(30), LONG);
    }

    private static Database start(DatabaseConfiguration config, Path folder, MetricRegistry metrics) throws Exception {
        Database database = Database.open(config, folder, metrics);
        database.start();
        return database;
    }

    /** Inserts an open session of half an hour. */
    public static Session session(Database database, TestClock clock) {
        return session(database, null, clock);
    }

    /** The same, in which a person of that name speaks in place of the patient. */
    public static Session session(Database database, @Nullable String speaker, TestClock clock) {
        String id = Ids.session();
        long now = clock.millis();
        return database.commits().commit(id, transaction -> {
            SessionDao sessions = transaction.dao(SessionDao.class);
            sessions.freeze(SUBJECT.caseDigest(), "{}", now);
            sessions.insert(id, SUBJECT, speaker, now, now + 1_800_000);
            return sessions.find(id).orElseThrow();
        });
    }
}
