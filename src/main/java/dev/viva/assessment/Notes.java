package dev.viva.assessment;

import dev.viva.model.AuthorRole;
import dev.viva.model.NewNote;
import dev.viva.model.Note;
import dev.viva.model.NoteVisibility;
import dev.viva.model.Turn;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.transcript.TranscriptLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The notes on sessions. Thread-safe. */
final class Notes {
    static final int MAX_OF_STUDENT = 200;
    static final int MAX_OF_FACULTY = 400;

    private final Database database;
    private final TranscriptLog log;
    private final Clock clock;

    /** @param created whether this call stored it */
    record Stored(Note note, boolean created) {}

    Notes(Database database, TranscriptLog log, Clock clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /** What the reader may read, the oldest first. */
    List<Note> list(Session session, Author reader) {
        List<NoteDao.Row> rows =
                database.read().withExtension(NoteDao.class, notes -> notes.list(session.id())).stream()
                        .filter(row -> mayRead(reader, row))
                        .toList();
        boolean anchored = rows.stream().anyMatch(row -> row.itemId() != null);
        Map<String, String> lines = anchored ? lines(session) : Map.of();
        return rows.stream().map(row -> view(row, reader, lines)).toList();
    }

    /**
     * Stores a note once.
     *
     * @throws ProblemException {@code item_conflict} when its id is used for another note, {@code session_full},
     *     {@code invalid_body} for an anchor on words that the session does not have
     */
    Stored create(Session session, Author author, NewNote wish) {
        Map<String, String> lines = wish.anchor() == null ? Map.of() : lines(session);
        return database.commits().commit(session.id(), transaction -> {
            NoteDao notes = lock(transaction, session.id());
            var earlier = notes.find(session.id(), wish.noteId());
            if (earlier.isPresent()) {
                return new Stored(view(requireSame(earlier.get(), author, wish), author, lines), false);
            }
            NoteDao.Row row = row(author, wish, lines);
            requireRoom(notes.count(session.id(), row.authorRole()), author);
            notes.insert(session.id(), row);
            return new Stored(view(row, author, lines), true);
        });
    }

    /** @throws ProblemException {@code not_found} for a note that the caller may not read, {@code forbidden} for another's */
    void delete(Session session, Author author, String noteId) {
        database.commits().run(session.id(), transaction -> {
            NoteDao notes = lock(transaction, session.id());
            NoteDao.Row row = notes.find(session.id(), noteId)
                    .filter(found -> mayRead(author, found))
                    .orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
            if (!isOf(author, row)) {
                throw new ProblemException(Failure.FORBIDDEN, "Only its author may delete a note.");
            }
            notes.remove(session.id(), noteId);
        });
    }

    private static NoteDao lock(Transaction transaction, String sessionId) {
        if (transaction.dao(SessionDao.class).lock(sessionId).isEmpty()) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
        return transaction.dao(NoteDao.class);
    }

    private static NoteDao.Row requireSame(NoteDao.Row row, Author author, NewNote wish) {
        QuotedWords words = words(row);
        var anchor = wish.anchor();
        boolean same = isOf(author, row)
                && row.visibility().equals(wish.visibility().toString())
                && row.words().equals(wish.text())
                && (words == null || anchor == null ? words == null && anchor == null : words.isNamedBy(anchor));
        if (!same) {
            throw new ProblemException(
                    Failure.ITEM_CONFLICT,
                    "Another note with this `note_id` is already stored. It stays; use a new id for a new note.");
        }
        return row;
    }

    private static void requireRoom(int stored, Author author) {
        int most = author.role() == AuthorRole.FACULTY ? MAX_OF_FACULTY : MAX_OF_STUDENT;
        if (stored >= most) {
            throw new ProblemException(
                    Failure.SESSION_FULL,
                    "This session has as many notes as it takes: " + most + ". Delete one that is no longer needed.");
        }
    }

    private NoteDao.Row row(Author author, NewNote wish, Map<String, String> lines) {
        var anchor = wish.anchor();
        QuotedWords words = anchor == null ? null : QuotedWords.of(anchor, lines.get(anchor.itemId()));
        return new NoteDao.Row(
                wish.noteId(),
                author.name(),
                author.role().toString(),
                wish.visibility().toString(),
                wish.text(),
                words == null ? null : words.itemId(),
                words == null ? null : words.start(),
                words == null ? null : words.end(),
                words == null ? null : words.quote(),
                clock.millis());
    }

    private static boolean isOf(Author author, NoteDao.Row row) {
        return row.authorRole().equals(author.role().toString()) && row.author().equals(author.name());
    }

    private static boolean mayRead(Author reader, NoteDao.Row row) {
        boolean forStudent = row.visibility().equals(NoteVisibility.STUDENT.toString());
        boolean byStudent = row.authorRole().equals(AuthorRole.STUDENT.toString());
        return isOf(reader, row) || (reader.role() == AuthorRole.FACULTY ? !(byStudent && forStudent) : forStudent);
    }

    private static Note view(NoteDao.Row row, Author reader, Map<String, String> lines) {
        QuotedWords words = words(row);
        return new Note(
                row.noteId(),
                AuthorRole.fromValue(row.authorRole()),
                isOf(reader, row),
                NoteVisibility.fromValue(row.visibility()),
                row.words(),
                words == null ? null : words.in(lines.get(words.itemId())),
                Instant.ofEpochMilli(row.createdAt()));
    }

    private static @Nullable QuotedWords words(NoteDao.Row row) {
        return row.itemId() == null
                ? null
                : new QuotedWords(
                        row.itemId(),
                        Objects.requireNonNull(row.startAt()),
                        Objects.requireNonNull(row.endAt()),
                        Objects.requireNonNull(row.quote()));
    }

    /** The session's lines as they are now, by their ids. */
    private Map<String, String> lines(Session session) {
        return log.inReadingOrder(session).stream().collect(Collectors.toMap(Turn::itemId, Turn::text));
    }
}
