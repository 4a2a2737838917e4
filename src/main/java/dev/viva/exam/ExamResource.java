package dev.viva.exam;

import dev.viva.access.SessionAccess;
import dev.viva.api.ExamsApi;
import dev.viva.library.CaseLibrary;
import dev.viva.model.Exam;
import dev.viva.model.ExamAttempt;
import dev.viva.model.ExamWithAttempts;
import dev.viva.model.NewExam;
import dev.viva.model.NewRelease;
import dev.viva.model.SessionState;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Ids;
import dev.viva.session.PersonNames;
import dev.viva.storage.Database;
import dev.viva.storage.PagePlace;
import jakarta.ws.rs.core.Response;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Setting, reading and releasing exams. Thread-safe. */
final class ExamResource implements ExamsApi {
    private static final int PAGE = 50;
    private static final int MAX_ATTEMPTS = 1_000;

    private final Database database;
    private final CaseLibrary library;
    private final Clock clock;

    ExamResource(Database database, CaseLibrary library, Clock clock) {
        this.database = database;
        this.library = library;
        this.clock = clock;
    }

    @Override
    public Response createExam(Principal caller, NewExam wish) {
        SessionAccess.requireFaculty(caller);
        library.pair(wish.scenarioId(), wish.personaId(), wish.roleId());
        String title = stripped("/title", wish.title());
        String group = wish.group() == null ? null : stripped("/group", wish.group());
        if (!wish.closesAt().isAfter(wish.opensAt())) {
            throw ProblemException.invalidBody("/closes_at", "must be after opens_at");
        }
        if (!wish.closesAt().isAfter(clock.instant())) {
            throw ProblemException.invalidBody("/closes_at", "must be later than now");
        }
        var exam = new ExamDao.Row(
                Ids.exam(),
                title,
                wish.scenarioId(),
                wish.personaId(),
                wish.roleId(),
                group,
                wish.opensAt().toEpochMilli(),
                wish.closesAt().toEpochMilli(),
                clock.millis(),
                0,
                null);
        database.commits()
                .run(exam.id(), transaction -> transaction.dao(ExamDao.class).insert(exam));
        return Response.status(201).entity(forFaculty(exam)).build();
    }

    @Override
    public Response listExams(Principal caller, @Nullable String cursor) {
        SessionAccess.requireFaculty(caller);
        PagePlace place = PagePlace.of(cursor);
        return database.read().withExtension(ExamDao.class, dao -> {
            // One more tells whether there is another page.
            List<ExamDao.Row> found = dao.page(place.millis(), place.id(), PAGE + 1);
            List<ExamDao.Row> shown = found.subList(0, Math.min(PAGE, found.size()));
            List<ExamWithAttempts> exams = shown.stream()
                    .map(exam -> new ExamWithAttempts(
                            forFaculty(exam),
                            dao.attempts(exam.id(), MAX_ATTEMPTS).stream()
                                    .map(ExamResource::view)
                                    .toList()))
                    .toList();
            return page(exams, found.size() > PAGE ? placeOf(shown.getLast()) : null);
        });
    }

    private static Response page(List<ExamWithAttempts> exams, @Nullable PagePlace next) {
        var reply = Response.ok(new dev.viva.model.Exams(exams, next == null ? null : next.cursor()));
        if (next != null) {
            reply.link(next.next("/api/v1/exams", Map.of()), "next");
        }
        return reply.build();
    }

    private static PagePlace placeOf(ExamDao.Row exam) {
        return new PagePlace(exam.createdAt(), exam.id());
    }

    @Override
    public Response getExam(String examId) {
        ExamDao.Row exam = found(find(examId));
        return Response.ok(view(exam, clock.millis() >= exam.opensAt(), null)).build();
    }

    @Override
    public Response releaseExam(Principal caller, String examId, NewRelease release) {
        SessionAccess.requireFaculty(caller);
        database.commits().run(examId, transaction -> {
            ExamDao exams = transaction.dao(ExamDao.class);
            // After those that it replaces, also by the clock of a replica that is behind.
            long now = Math.max(clock.millis(), exams.lastReleaseOfAnAttempt(examId) + 1);
            if (exams.release(examId, release.answers() ? 1 : 0, now) == 0) {
                throw new ProblemException(Failure.NOT_FOUND);
            }
        });
        return Response.ok(forFaculty(found(find(examId)))).build();
    }

    private Optional<ExamDao.Row> find(String examId) {
        return database.read().withExtension(ExamDao.class, exams -> exams.find(examId));
    }

    private static ExamDao.Row found(Optional<ExamDao.Row> exam) {
        return exam.orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    private static Exam forFaculty(ExamDao.Row exam) {
        return view(exam, true, exam.releasedAt() == null ? null : exam.answers() != 0);
    }

    /**
     * @param pair whether the case and the patient are shown
     * @param answers whether the release contains the answers; null where that is not shown
     */
    private static Exam view(ExamDao.Row exam, boolean pair, @Nullable Boolean answers) {
        return new Exam(
                exam.id(),
                exam.title(),
                pair ? exam.scenarioId() : null,
                pair ? exam.personaId() : null,
                pair ? exam.roleId() : null,
                exam.examGroup(),
                Instant.ofEpochMilli(exam.opensAt()),
                Instant.ofEpochMilli(exam.closesAt()),
                time(exam.releasedAt()),
                answers);
    }

    private static ExamAttempt view(ExamDao.Attempt attempt) {
        return new ExamAttempt(
                attempt.sessionId(),
                attempt.code(),
                attempt.name(),
                Instant.ofEpochMilli(attempt.startedAt()),
                SessionState.fromValue(attempt.state()));
    }

    /** The contract's pattern takes white space of Unicode, of which nothing would be left. */
    private static String stripped(String pointer, String text) {
        String stripped = PersonNames.stripped(text);
        if (stripped.isEmpty()) {
            throw ProblemException.invalidBody(pointer, "must not be blank");
        }
        return stripped;
    }

    private static @Nullable Instant time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
