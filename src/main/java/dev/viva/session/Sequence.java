package dev.viva.session;

import dev.viva.model.Phase;
import dev.viva.storage.Transaction;
import dev.viva.storage.Transaction.Sql;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives the sequence numbers of a session's log: 1, 2, 3 and so on, without gaps, in the transaction that uses them. */
public final class Sequence {
    /**
     * A session with this many events takes no more lines from clients. An encounter of an hour has some hundreds. The
     * bound limits the memory that a transcript needs, because its digest covers all of it.
     */
    public static final int MAX = 20_000;

    /**
     * A session whose texts have this many characters takes no more lines from clients. An hour of speech has some 60,000.
     * Without this bound, 20,000 lines could have 20,000 characters each.
     */
    public static final int MAX_CHARACTERS = 1_000_000;

    /**
     * How much more a session takes of what the service itself adds: what the provider reports, and marks and revisions,
     * which repeat a line's text. So no client can fill a session to hide what was said, or that a line is unconfirmed.
     */
    private static final int FOR_THE_SERVICE = 3;

    /** No session has more events. */
    public static final int MAX_EVENTS = FOR_THE_SERVICE * MAX;

    private static final Sql NEXT = new Sql("""
            UPDATE session SET last_seq = last_seq + 1, characters = characters + ?
            WHERE id = ? AND last_seq < ? AND characters < ?
              AND (state = 'open' OR (state = 'ended' AND closes_at > ?))
            RETURNING last_seq, state, created_at, call_number, phase, speaker, opening, call_id
            """);

    private static final Sql OPENING = new Sql("""
            UPDATE session SET opening = opening | ?, last_seq = last_seq + ? WHERE id = ? RETURNING last_seq
            """);

    private Sequence() {}

    /**
     * A sequence number in a session's log.
     *
     * @param late whether the session had already ended when the number was given
     * @param sessionStart when the session was created
     * @param call the session's calls so far
     */
    public record Place(long seq, boolean late, Instant sessionStart, Session.CallRef call, Scene scene) {}

    /**
     * What the session's row says of the encounter at that moment.
     *
     * @param speaker who speaks in place of the patient, by name; null for the patient
     * @param opening what the student has done of the opening, a bit for each
     */
    public record Scene(Phase phase, @Nullable String speaker, int opening) {}

    /**
     * The next number for an event that the service adds; empty, and nothing changes, when the session takes none at that
     * time.
     *
     * @param characters how long its text is; 0 if it has none
     */
    public static Optional<Place> next(Transaction transaction, String sessionId, int characters, Instant now) {
        return transaction.first(
                NEXT,
                row -> new Place(
                        row.getLong(1),
                        row.getString(2).equals("ended"),
                        Instant.ofEpochMilli(row.getLong(3)),
                        new Session.CallRef(row.getString(8), row.getInt(4)),
                        new Scene(Phase.fromValue(row.getString(5)), row.getString(6), row.getInt(7))),
                characters,
                sessionId,
                MAX_EVENTS,
                FOR_THE_SERVICE * MAX_CHARACTERS,
                now.toEpochMilli());
    }

    /**
     * Stores the completed steps of the opening, and takes sequence numbers for their events.
     *
     * @return the last of the numbers
     */
    public static long open(Transaction transaction, String sessionId, int opening, int events) {
        return transaction
                .first(OPENING, row -> row.getLong(1), opening, events, sessionId)
                .orElseThrow();
    }
}
