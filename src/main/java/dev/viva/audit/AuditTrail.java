package dev.viva.audit;

import dev.viva.model.AuditEntry;
import dev.viva.storage.Database;
import java.util.List;

/** What faculty did with a session and with its exam. Thread-safe. */
public final class AuditTrail {
    /** As many as an answer may hold. */
    private static final int MAX_ENTRIES = 100_000;

    private final Database database;

    public AuditTrail(Database database) {
        this.database = database;
    }

    /** Newest first. */
    public List<AuditEntry> of(String sessionId) {
        return database
                .read()
                .withExtension(
                        AuditDao.class,
                        entries -> entries.page(sessionId, 0, Long.MAX_VALUE, Long.MAX_VALUE, "", MAX_ENTRIES))
                .stream()
                .map(AuditDao.Row::entry)
                .toList();
    }
}
