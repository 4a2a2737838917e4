package dev.viva.patient;

import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;

/** The case of a session as it was when the session began, whatever became of the content since. */
public final class FrozenCases {
    private final Database database;

    public FrozenCases(Database database) {
        this.database = database;
    }

    public CasePair of(Session session) {
        String digest = session.subject().caseDigest();
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.frozen(digest))
                .map(json -> new FrozenCase(digest, json).thaw())
                .orElseThrow(() -> new IllegalStateException("the database holds a session without its case"));
    }
}
