package dev.viva.exam;

import static java.util.Comparator.comparingLong;

import dev.viva.library.CaseLibrary;
import dev.viva.problem.ProblemException;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.storage.DatabaseFacts;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The exams of an installation that are not closed yet. It may run beside the service, or before its first start. */
public final class OpenExams {
    private final DatabaseConfiguration database;
    private final Path dataDirectory;
    private final InstantSource clock;

    public OpenExams(DatabaseConfiguration database, Path dataDirectory, InstantSource clock) {
        this.database = database;
        this.dataDirectory = dataDirectory;
        this.clock = clock;
    }

    /** Those that nobody can begin, because their case or patient is missing or they do not fit any more. */
    public List<String> without(CaseLibrary library) {
        return all().stream()
                .filter(exam -> !canBegin(exam, library))
                .map(OpenExams::inWords)
                .toList();
    }

    /** An exam names its case and does not keep it. */
    private static boolean canBegin(ExamDao.Row exam, CaseLibrary library) {
        try {
            library.pair(exam.scenarioId(), exam.personaId(), exam.roleId());
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static String inWords(ExamDao.Row exam) {
        return "“%s” (%s/%s), which closes at %s"
                .formatted(exam.title(), exam.scenarioId(), exam.personaId(), Instant.ofEpochMilli(exam.closesAt()));
    }

    /** None of a database that cannot be read: what is wrong with it is for others to say. */
    private List<ExamDao.Row> all() {
        try {
            return DatabaseFacts.read(database, dataDirectory, this::all).orElse(List.of());
        } catch (SQLException | JdbiException e) {
            return List.of();
        }
    }

    /** The first to close comes first. */
    private List<ExamDao.Row> all(Handle handle) {
        return handle.attach(ExamDao.class).page(Long.MAX_VALUE, "", Integer.MAX_VALUE).stream()
                .filter(exam -> exam.closesAt() > clock.millis())
                .sorted(comparingLong(ExamDao.Row::closesAt).thenComparing(ExamDao.Row::id))
                .toList();
    }
}
