package dev.viva.testing;

import com.codahale.metrics.MetricRegistry;
import dev.viva.session.Ids;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.DatabaseConfiguration;
import java.nio.file.Path;

/** Real databases in a test's own folder. */
public final class Databases {
    public static final Session.Subject SUBJECT =
            new Session.Subject("knee-after-football", "hana-suzuki", null, null, null, "0".repeat(64));

    private Databases() {}

    public static Database open(Path folder) throws Exception {
        Database database = Database.open(DatabaseConfiguration.defaults(), folder, new MetricRegistry());
        database.start();
        return database;
    }

    /** An open session that lasts half an hour. */
    public static Session session(Database database, TestClock clock) {
        String id = Ids.session();
        long now = clock.millis();
        return database.commits().commit(id, transaction -> {
            SessionDao sessions = transaction.dao(SessionDao.class);
            sessions.freeze(SUBJECT.caseDigest(), "{}", now);
            sessions.insert(id, SUBJECT, now, now + 1_800_000);
            return sessions.find(id).orElseThrow();
        });
    }
}
