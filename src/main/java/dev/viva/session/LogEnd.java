package dev.viva.session;

import static dev.viva.storage.RowsUpdate.Column.BIGINT;
import static dev.viva.storage.RowsUpdate.Column.INTEGER;
import static dev.viva.storage.RowsUpdate.Column.TEXT;

import dev.viva.model.Phase;
import dev.viva.session.Sequence.Place;
import dev.viva.session.Sequence.Scene;
import dev.viva.storage.RowsSql;
import dev.viva.storage.RowsUpdate;
import dev.viva.storage.Transaction;
import dev.viva.storage.Transaction.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The end of a session's log, in a transaction that locks the session. The transaction takes sequence numbers from it,
 * and {@link #store} writes back the last ones. So many sessions need two statements, however many lines they get.
 */
public final class LogEnd {
    private static final RowsSql LOCK = RowsSql.locking("""
            SELECT id, last_seq, state, created_at, call_number, phase, speaker, opening, closes_at, characters, call_id
            FROM session WHERE id IN (:rows) AND erased_at IS NULL""", "id");

    private static final RowsUpdate STORE = new RowsUpdate(
            new Sql("UPDATE session SET last_seq = ?, opening = ?, characters = ? WHERE id = ?"),
            """
            UPDATE session SET last_seq = given.last_seq, opening = given.opening, characters = given.characters
            FROM :rows AS given (last_seq, opening, characters, id) WHERE session.id = given.id""",
            BIGINT,
            INTEGER,
            BIGINT,
            TEXT);

    private final String sessionId;
    private final String state;
    private final Instant created;
    private final Session.CallRef call;
    private final Phase phase;
    private final @Nullable String speaker;
    private final long closesAt; // 0 while the session is open
    private long seq;
    private int opening;
    private long characters;
    private boolean changed;

    private LogEnd(ResultSet row) throws SQLException {
        sessionId = row.getString(1);
        seq = row.getLong(2);
        state = row.getString(3);
        created = Instant.ofEpochMilli(row.getLong(4));
        call = new Session.CallRef(row.getString(11), row.getInt(5));
        phase = Phase.fromValue(row.getString(6));
        speaker = row.getString(7);
        opening = row.getInt(8);
        closesAt = row.getLong(9);
        characters = row.getLong(10);
    }

    /**
     * Locks sessions until the transaction ends, against other replicas too, with the transaction's next statement.
     *
     * @return after that, those that exist and are not erased, by their ids
     */
    public static Supplier<Map<String, LogEnd>> lock(Transaction transaction, Collection<String> sessionIds) {
        List<List<String>> keys =
                sessionIds.stream().distinct().sorted().map(List::of).toList();
        Supplier<List<LogEnd>> locked = transaction.allLater(LOCK, keys, LogEnd::new);
        return () -> locked.get().stream()
                .collect(Collectors.toMap(end -> end.sessionId, Function.identity(), (one, same) -> one));
    }

    /** The place of a client's next line of that length; empty when the session takes no more of them at that time. */
    public Optional<Place> next(int length, Instant now) {
        if (isFull() || !takesLines(now)) {
            return Optional.empty();
        }
        boolean ended = state.equals("ended");
        changed = true;
        characters += length;
        return Optional.of(new Place(++seq, ended, created, call, new Scene(phase, speaker, opening)));
    }

    /** Whether the session takes lines at that time, if it is not full. */
    public boolean takesLines(Instant now) {
        return state.equals("open") || (state.equals("ended") && closesAt > now.toEpochMilli());
    }

    private boolean isFull() {
        return seq >= Sequence.MAX || characters >= Sequence.MAX_CHARACTERS;
    }

    /** Notes the completed steps of the opening, and takes sequence numbers for their events. Returns the last one. */
    public long open(int steps, int events) {
        opening |= steps;
        seq += events;
        return seq;
    }

    /** Writes back what the transaction took. */
    public static void store(Transaction transaction, Collection<LogEnd> ends) {
        List<List<Object>> rows = ends.stream()
                .filter(end -> end.changed)
                .map(end -> List.<Object>of(end.seq, end.opening, end.characters, end.sessionId))
                .toList();
        transaction.updateAll(STORE, rows);
    }
}
