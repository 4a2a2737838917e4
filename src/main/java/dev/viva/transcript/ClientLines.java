package dev.viva.transcript;

import static dev.viva.storage.RowsUpdate.Column.BIGINT;
import static dev.viva.storage.RowsUpdate.Column.TEXT;

import dev.viva.gate.Opening;
import dev.viva.model.GatePassed;
import dev.viva.model.GateStep;
import dev.viva.model.LineStatus;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.session.LogEnd;
import dev.viva.session.Sequence;
import dev.viva.storage.RowsSql;
import dev.viva.storage.RowsUpdate;
import dev.viva.storage.Together;
import dev.viva.storage.Transaction;
import dev.viva.storage.Transaction.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores the final lines of many clients at once, in four statements for all of them: lock the sessions, find the lines
 * that are stored already, write back the sequence numbers, insert the events. On PostgreSQL they take two round trips,
 * the commit included. Each line has a result of its own.
 */
final class ClientLines implements Together<ClientLines.Relay, List<Relayed>> {
    private static final RowsSql STORED = RowsSql.reading("""
            WITH wanted (session_id, item_id) AS (VALUES :rows)
            SELECT session_id, item_id, (
                SELECT payload FROM session_event event
                WHERE event.session_id = wanted.session_id AND event.item_id = wanted.item_id AND event.type = 'turn')
            FROM wanted
            """, 2);

    static final Sql INSERT = new Sql("""
            INSERT INTO session_event (session_id, seq, type, item_id, payload, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """);

    private static final RowsUpdate INSERT_ALL = new RowsUpdate(INSERT, """
            INSERT INTO session_event (session_id, seq, type, item_id, payload, created_at) SELECT * FROM :rows
            """, TEXT, BIGINT, TEXT, TEXT, TEXT, BIGINT);

    private final Lines lines;
    private final EventJson json;
    private final Supplier<Instant> clock;

    ClientLines(Lines lines, EventJson json, Supplier<Instant> clock) {
        this.lines = lines;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What a client sent for a session.
     *
     * @param lines at least one
     * @param arrival when they arrived, by the server's clock
     */
    record Relay(String sessionId, List<Prepared> lines, TurnSource source, Instant arrival) {}

    /** A line's natural key. */
    private record Key(String sessionId, String itemId) {}

    /** @return for each relay a result for each of its lines; none for a session that does not exist */
    @Override
    public List<List<Relayed>> apply(Transaction transaction, List<Relay> relays) {
        var batch = new Batch(transaction, relays);
        List<List<Relayed>> results = relays.stream().map(batch::results).toList();
        batch.store();
        return results;
    }

    /** One run. What it finds in the database it reads after the sessions are locked, so nothing changes meanwhile. */
    private final class Batch {
        private final Transaction transaction;
        private final Instant now = clock.get();
        private final Map<String, LogEnd> ends;
        private final Map<Key, Turn> stored;
        private final List<List<Object>> added = new ArrayList<>();

        Batch(Transaction transaction, List<Relay> relays) {
            this.transaction = transaction;
            var locked = LogEnd.lock(
                    transaction, relays.stream().map(Relay::sessionId).toList());
            this.stored = stored(relays);
            this.ends = locked.get();
        }

        private Map<Key, Turn> stored(List<Relay> relays) {
            List<List<String>> keys = relays.stream()
                    .flatMap(relay -> relay.lines().stream()
                            .map(each -> List.of(relay.sessionId(), each.line().itemId())))
                    .distinct()
                    .toList();
            var turns = new HashMap<Key, Turn>();
            transaction.all(STORED, keys, row -> {
                @Nullable String payload = row.getString(3);
                if (payload != null) {
                    // Read at once: it may be several times as long as its text.
                    turns.put(new Key(row.getString(1), row.getString(2)), lines.turn(payload));
                }
                return payload != null;
            });
            return turns;
        }

        List<Relayed> results(Relay relay) {
            LogEnd end = ends.get(relay.sessionId());
            return end == null
                    ? List.of()
                    : relay.lines().stream()
                            .map(line -> result(relay, line, end))
                            .toList();
        }

        private Relayed result(Relay relay, Prepared prepared, LogEnd end) {
            TranscriptLine line = prepared.line();
            var key = new Key(relay.sessionId(), line.itemId());
            Turn earlier = stored.get(key);
            if (earlier != null) {
                boolean same = lines.matches(transaction, relay.sessionId(), line, earlier);
                return same ? new Relayed(LineStatus.ALREADY_STORED, earlier) : Relayed.CONFLICT;
            }
            Optional<Sequence.Place> next = end.next(line.text().length(), now);
            if (next.isEmpty()) {
                return end.takesLines(now) ? Relayed.SESSION_FULL : Relayed.SESSION_ENDED;
            }
            var times = ClientTimes.of(line, next.get().sessionStart(), relay.arrival());
            SessionEvent event = lines.event(relay.sessionId(), next.get(), line, times, relay.source(), now);
            Turn turn = Objects.requireNonNull(event.turn());
            add(event, line.itemId());
            passSteps(end, next.get().scene().opening(), prepared.opening(), event);
            stored.put(key, turn);
            return new Relayed(LineStatus.STORED, turn);
        }

        /** Adds an event for each step of the opening that a line is the first in its session to complete. */
        private void passSteps(LogEnd end, int before, int opening, SessionEvent line) {
            if ((before | opening) == before) {
                return;
            }
            List<GateStep> steps = Opening.passed(before, before | opening);
            long seq = end.open(opening, steps.size()) - steps.size();
            String itemId = Objects.requireNonNull(line.turn()).itemId();
            for (GateStep step : steps) {
                var passed = new GatePassed(step, itemId);
                add(Events.gate(line.sessionId(), ++seq, line.createdAt(), passed), itemId);
            }
        }

        private void add(SessionEvent event, String itemId) {
            added.add(List.of(
                    event.sessionId(),
                    Objects.requireNonNull(event.seq()),
                    event.type().toString(),
                    itemId,
                    json.write(event),
                    event.createdAt().toEpochMilli()));
        }

        void store() {
            LogEnd.store(transaction, ends.values());
            transaction.updateAll(INSERT_ALL, added);
        }
    }
}
