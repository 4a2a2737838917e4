package dev.viva.exam;

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
import org.jspecify.annotations.Nullable;

/** The exams of an installation that are not closed yet. It may run beside the service, or before its first start. */
public final class OpenExams {
    private final DatabaseConfiguration database;
    private final Path dataDirectory;
    private final InstantSource clock;

    /** An exam names its case and does not keep it. */
    record Open(
            String title,
            String scenarioId,
            String personaId,
            @Nullable String roleId,
            long closesAt) {
        boolean canBegin(CaseLibrary library) {
            try {
                library.pair(scenarioId, personaId, roleId);
                return true;
            } catch (ProblemException e) {
                return false;
            }
        }

        String inWords() {
            return "“%s” (%s/%s), which closes at %s"
                    .formatted(title, scenarioId, personaId, Instant.ofEpochMilli(closesAt));
        }
    }

    public OpenExams(DatabaseConfiguration database, Path dataDirectory, InstantSource clock) {
        this.database = database;
        this.dataDirectory = dataDirectory;
        this.clock = clock;
    }

    /** Those that nobody can begin, because their case or patient is missing or they do not fit any more. */
    public List<String> without(CaseLibrary library) {
        return all().stream()
                .filter(exam -> !exam.canBegin(library))
                .map(Open::inWords)
                .toList();
    }

    /** None of a database that cannot be read: what is wrong with it is for others to say. */
    private List<Open> all() {
        try {
            return DatabaseFacts.read(database, dataDirectory, this::all).orElse(List.of());
        } catch (SQLException | JdbiException e) {
            return List.of();
        }
    }

    private List<Open> all(Handle handle) {
        return handle.createQuery("""
                        SELECT title, scenario_id, persona_id, role_id, closes_at FROM exam WHERE closes_at > :now
                        ORDER BY closes_at, id
                        """)
                .bind("now", clock.millis())
                .map((row, context) -> new Open(
                        row.getString("title"),
                        row.getString("scenario_id"),
                        row.getString("persona_id"),
                        row.getString("role_id"),
                        row.getLong("closes_at")))
                .list();
    }
}
