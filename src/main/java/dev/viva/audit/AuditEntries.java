package dev.viva.audit;

import dev.viva.model.AuditAction;
import dev.viva.session.Ids;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import org.jspecify.annotations.Nullable;

/** What the service itself adds to the audit trail and removes from it. */
public final class AuditEntries {
    private AuditEntries() {}

    /** Records, inside the caller's transaction, what the service did with a session without a request. */
    public static void record(
            Transaction transaction, long at, String actor, AuditAction action, String operation, String session) {
        insert(transaction, at, action, new RecentLooks.Look(actor, operation, session, null), null);
    }

    /** Returns the entry's id. */
    static String insert(
            Transaction transaction, long at, AuditAction action, RecentLooks.Look look, @Nullable String requestId) {
        String id = Ids.audit();
        transaction
                .dao(AuditDao.class)
                .insert(
                        id,
                        at,
                        look.actor(),
                        action.toString(),
                        look.operation(),
                        look.session(),
                        look.exam(),
                        requestId);
        return id;
    }

    /** Removes the oldest entries before a time, up to a limit; returns how many. */
    public static int forget(Database database, long before, int limit) {
        boolean some = database.read()
                .withExtension(AuditDao.class, AuditDao::oldest)
                .filter(at -> at < before)
                .isPresent();
        return some
                ? database.commits()
                        .commit(
                                "audit:",
                                transaction -> transaction.dao(AuditDao.class).forget(before, limit))
                : 0;
    }
}
