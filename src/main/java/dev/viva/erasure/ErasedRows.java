package dev.viva.erasure;

import dev.viva.assessment.Assessments;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.transcript.TranscriptLog;

/** Removes what a session left in the database. A tombstone stays, and its calls for the budget; neither has text. */
final class ErasedRows {
    private ErasedRows() {}

    /**
     * A commit of its own before the others: keys are always locked before sessions. After a crash in between, the
     * session is intact, and a repeated createSession creates another one.
     */
    static void forgetKey(Database database, String sessionId) {
        database.read()
                .withExtension(ErasureDao.class, rows -> rows.key(sessionId))
                .ifPresent(hash -> database.commits()
                        .run(
                                "key_" + hash,
                                transaction -> transaction.dao(ErasureDao.class).removeKey(hash, sessionId)));
    }

    /** Inside a transaction that has locked the session. */
    static void erase(Transaction transaction, String sessionId, long at) {
        TranscriptLog.erase(transaction, sessionId);
        Assessments.erase(transaction, sessionId);
        ErasureDao rows = transaction.dao(ErasureDao.class);
        rows.removeAwaitedAnswers(sessionId);
        rows.removeReflection(sessionId);
        rows.removeRelease(sessionId);
        rows.removeAttempt(sessionId);
        rows.removeReviewAnswers(sessionId);
        rows.removeReviews(sessionId);
        transaction.dao(SessionDao.class).erase(sessionId, at);
    }
}
