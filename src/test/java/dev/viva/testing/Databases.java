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

    private Databases() {}

    public static Database open(Path folder) throws Exception {
        return open(Engine.SQLITE, folder);
    }

    /** Opens the folder's database; a second call acts like another process. */
    public static Database open(Engine engine, Path folder) throws Exception {
        return start(engine.configuration(folder), folder);
    }

    /** Opens one with other bounds. */
    public static Database open(Engine engine, Path folder, int queue, int batch) throws Exception {
        var all = engine.configuration(folder);
        var config = new DatabaseConfiguration(
                all.url(),
                all.user(),
                all.password(),
                2,
                queue,
                batch,
                Duration.seconds(5),
                all.connectTimeout(),
                all.statementTimeout());
        return start(config, folder);
    }

    private static Database start(DatabaseConfiguration config, Path folder) throws Exception {
        Database database = Database.open(config, folder, new MetricRegistry());
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
