package dev.viva.patient;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;

/** The case of a session as it was when the session began, whatever became of the content since. Thread-safe. */
public final class FrozenCases {
    /** Cases in use at a time; each is some ten KiB. */
    private static final int MAX_CACHED = 500;

    private final Database database;
    // By digest of their text: what is under a digest never changes.
    private final Cache<String, CasePair> thawed =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    public FrozenCases(Database database) {
        this.database = database;
    }

    public CasePair of(Session session) {
        return thawed.get(session.subject().caseDigest(), this::thaw);
    }

    private CasePair thaw(String digest) {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.frozen(digest))
                .map(json -> new FrozenCase(digest, json).thaw())
                .orElseThrow(() -> new IllegalStateException("the database holds a session without its case"));
    }
}
