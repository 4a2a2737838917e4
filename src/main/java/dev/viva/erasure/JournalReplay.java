package dev.viva.erasure;

import dev.viva.audit.AuditEntries;
import dev.viva.model.AuditAction;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Erases again what a journal says was erased: a restored backup has it back. Repeatable. */
public final class JournalReplay {
    /** Whom the audit trail names. */
    static final String ACTOR = "erasure-journal";

    private static final int BATCH = 500;
    /** Writes at a time, which share their commits. */
    private static final int AT_ONCE = 16;

    private final Database database;
    private final Clock clock;

    public JournalReplay(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What became of the sessions that the entries name.
     *
     * @param applied erased now
     * @param already erased before
     * @param unknown not in the database, such as sessions that began after the backup
     * @param cutOff lines that were never finished, and never acknowledged
     * @param damaged lines that say nothing any more
     */
    public record Outcome(long applied, long already, long unknown, long cutOff, long damaged) {
        Outcome plus(Outcome other) {
            return new Outcome(
                    applied + other.applied,
                    already + other.already,
                    unknown + other.unknown,
                    cutOff + other.cutOff,
                    damaged + other.damaged);
        }
    }

    /** Applies a whole journal. */
    public Outcome apply(Path file) throws IOException {
        try (var journal = JournalReader.from(file, 0)) {
            var outcome = new Outcome(0, 0, 0, 0, 0);
            for (List<JournalEntry> entries = journal.next(BATCH); !entries.isEmpty(); entries = journal.next(BATCH)) {
                outcome = outcome.plus(apply(entries));
            }
            return outcome.plus(new Outcome(0, 0, 0, journal.cutOff(), journal.damaged()));
        }
    }

    /** Applies the next entries of a journal; empty at its end. */
    List<Outcome> applyNext(JournalReader journal) throws IOException {
        List<JournalEntry> entries = journal.next(BATCH);
        return entries.isEmpty() ? List.of() : List.of(apply(entries));
    }

    private Outcome apply(List<JournalEntry> entries) {
        Map<String, JournalEntry> byId = entries.stream()
                .collect(Collectors.toMap(
                        JournalEntry::sessionId, Function.identity(), (first, again) -> first, TreeMap::new));
        var found = database.read().withExtension(ErasureDao.class, rows -> rows.find(List.copyOf(byId.keySet())));
        List<JournalEntry> back = found.stream()
                .filter(session -> !session.erased())
                .map(session -> byId.get(session.id()))
                .toList();
        eraseAll(back);
        return new Outcome(back.size(), found.size() - back.size(), byId.size() - found.size(), 0, 0);
    }

    private void eraseAll(List<JournalEntry> entries) {
        try (ExecutorService writers =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var results = entries.stream()
                    .map(entry -> writers.submit(() -> erase(entry)))
                    .toList();
            for (var result : results) {
                result.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private void erase(JournalEntry entry) {
        ErasedRows.forgetKey(database, entry.sessionId());
        database.commits().run(entry.sessionId(), transaction -> erase(transaction, entry));
    }

    private void erase(Transaction transaction, JournalEntry entry) {
        String id = entry.sessionId();
        Optional<Session> session = transaction.dao(SessionDao.class).lock(id);
        if (session.isEmpty()) {
            return;
        }
        long at = entry.erasedAt().toEpochMilli();
        // A call ends with its session at the latest, however much later that was erased.
        long ended = Math.min(at, session.get().times().deadline().toEpochMilli());
        transaction.dao(ErasureDao.class).endCalls(id, ended, clock.millis());
        ErasedRows.erase(transaction, id, at);
        AuditEntries.record(transaction, at, ACTOR, AuditAction.ERASE, Erasure.OPERATION, id);
    }
}
