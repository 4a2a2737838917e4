package dev.viva.assessment;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.viva.content.CanonicalJson;
import dev.viva.library.CaseLibrary;
import dev.viva.model.Assessment;
import dev.viva.model.AssessmentState;
import dev.viva.model.CriterionScore;
import dev.viva.model.NewAssessment;
import dev.viva.model.Rubric;
import dev.viva.model.Turn;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.transcript.TranscriptLog;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores assessments by the rules of their rubric, and shows them: a signed version is final, and nobody sees others'
 * scores before they have signed their own. Thread-safe.
 */
final class Scoring {
    /** No rater has this pseudonym. */
    private static final String NOBODY = "";

    private final Database database;
    private final CaseLibrary library;
    private final TranscriptLog log;
    private final Raters raters;
    private final Clock clock;

    Scoring(Database database, CaseLibrary library, TranscriptLog log, Clock clock) {
        this.database = database;
        this.library = library;
        this.log = log;
        this.raters = new Raters(database);
        this.clock = clock;
    }

    /**
     * Stores a rater's own assessment.
     *
     * @param name the rater's
     * @throws ProblemException {@code invalid_body}, {@code assessment_signed}, {@code assessment_changed}
     */
    Assessment put(Session session, String name, NewAssessment given, Precondition precondition) {
        Optional<AssessmentDao.Row> signed = signedAlready(session.id(), name, given);
        if (signed.isPresent()) {
            return view(signed.get(), true, false);
        }
        Rubric rubric = library.rubric(given.rubricId())
                .orElseThrow(() -> ProblemException.invalidBody("/rubric_id", "there is no such rubric"));
        Set<String> lines =
                log.inReadingOrder(session).stream().map(Turn::itemId).collect(Collectors.toSet());
        new ScoreRules(rubric, lines).require(given);
        String rater = raters.of(name);
        AssessmentDao.Row row = database.commits().commit(session.id(), transaction -> {
            if (transaction.dao(SessionDao.class).lock(session.id()).isEmpty()) {
                throw new ProblemException(Failure.NOT_FOUND);
            }
            AssessmentDao assessments = transaction.dao(AssessmentDao.class);
            var versions = assessments.versions(session.id(), rater, given.rubricId());
            AssessmentDao.Row next = next(session.id(), rater, versions, given, precondition);
            assessments.store(next);
            return next;
        });
        return view(row, true, false);
    }

    /** What is signed and says the same: its answer was lost, and the rubric may have changed since. */
    private Optional<AssessmentDao.Row> signedAlready(String sessionId, String name, NewAssessment given) {
        return raters.find(name).flatMap(rater -> {
            String wanted = etag(row(sessionId, rater, given, 0));
            return database
                    .read()
                    .withExtension(AssessmentDao.class, dao -> dao.versions(sessionId, rater, given.rubricId()))
                    .stream()
                    .filter(stored -> isSigned(stored) && etag(stored).equals(wanted))
                    .findAny();
        });
    }

    /** The row to store, which is the stored one when it already says the same. */
    private AssessmentDao.Row next(
            String sessionId,
            String rater,
            List<AssessmentDao.Row> versions,
            NewAssessment given,
            Precondition precondition) {
        int last = versions.size();
        if (given.version() > last + 1) {
            throw ProblemException.invalidBody("/version", "the next is " + (last + 1));
        }
        if (given.version() == last + 1) {
            if (last > 0 && !isSigned(versions.getLast())) {
                throw ProblemException.invalidBody("/version", "version " + last + " is still a draft: send that");
            }
            precondition.require(Optional.empty());
            return row(sessionId, rater, given, clock.millis());
        }
        AssessmentDao.Row stored = versions.get(given.version() - 1);
        AssessmentDao.Row wanted = row(sessionId, rater, given, stored.createdAt());
        // The answer to the first one was lost: its repetition is no change by somebody else.
        if (etag(wanted).equals(etag(stored))) {
            return isSigned(stored) ? stored : wanted;
        }
        if (isSigned(stored)) {
            throw new ProblemException(Failure.ASSESSMENT_SIGNED);
        }
        precondition.require(Optional.of(etag(stored)));
        return wanted;
    }

    /** Names what a version says: the same for the same scores and state. */
    private static String etag(AssessmentDao.Row row) {
        return CanonicalJson.digest(
                CanonicalJson.write(List.of(row.version(), row.rubricVersion(), row.state(), row.scores())));
    }

    private AssessmentDao.Row row(String sessionId, String rater, NewAssessment given, long created) {
        long now = clock.millis();
        return new AssessmentDao.Row(
                sessionId,
                rater,
                given.rubricId(),
                given.version(),
                given.rubricVersion(),
                given.state().toString(),
                CanonicalJson.write(given.scores()),
                created,
                now,
                given.state() == AssessmentState.SIGNED ? now : null);
    }

    /** What a member of faculty may see of a session's assessments. */
    List<Assessment> list(Session session, String name) {
        String reader = raters.find(name).orElse(NOBODY);
        var rows = database.read().withExtension(AssessmentDao.class, dao -> dao.list(session.id()));
        Set<String> signed = rows.stream()
                .filter(row -> row.rater().equals(reader) && isSigned(row))
                .map(AssessmentDao.Row::rubricId)
                .collect(Collectors.toSet());
        return shown(rows, reader).stream()
                .map(row -> {
                    boolean own = row.rater().equals(reader);
                    return view(row, own, !own && !signed.contains(row.rubricId()));
                })
                .toList();
    }

    /** What the student of a session may read: the last signed version of each rater and rubric. */
    List<Assessment> signed(Session session) {
        var rows = database.read().withExtension(AssessmentDao.class, dao -> dao.list(session.id()));
        return shown(rows, NOBODY).stream()
                .map(row -> view(row, false, false, StudentScores.of(scores(row.scores()))))
                .toList();
    }

    /** Of each rater and rubric the last signed version, and the reader's own draft after it. */
    private static List<AssessmentDao.Row> shown(List<AssessmentDao.Row> rows, String reader) {
        var signed = new LinkedHashMap<List<String>, AssessmentDao.Row>();
        var drafts = new ArrayList<AssessmentDao.Row>();
        for (AssessmentDao.Row row : rows) {
            if (isSigned(row)) {
                signed.put(List.of(row.rater(), row.rubricId()), row);
            } else if (row.rater().equals(reader)) {
                drafts.add(row);
            }
        }
        var shown = new ArrayList<>(signed.values());
        shown.addAll(drafts);
        return shown;
    }

    private static boolean isSigned(AssessmentDao.Row row) {
        return row.state().equals(AssessmentState.SIGNED.toString());
    }

    private static Assessment view(AssessmentDao.Row row, boolean own, boolean hidden) {
        return view(row, own, hidden, hidden ? null : scores(row.scores()));
    }

    private static Assessment view(
            AssessmentDao.Row row, boolean own, boolean hidden, @Nullable List<CriterionScore> scores) {
        return new Assessment(
                row.rubricId(),
                row.rubricVersion(),
                row.version(),
                row.rater(),
                own,
                AssessmentState.fromValue(row.state()),
                row.version() == 1,
                hidden,
                own ? etag(row) : null,
                scores,
                Instant.ofEpochMilli(row.createdAt()),
                Instant.ofEpochMilli(row.updatedAt()),
                time(row.signedAt()));
    }

    private static @Nullable Instant time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    /** Of older rows too, in which the id of a candidate has another name. A comment's own quotes are escaped. */
    static List<CriterionScore> scores(String json) {
        try {
            String named = json.replace("\"proposal_id\":", "\"candidate_id\":");
            return List.of(CanonicalJson.read(named, CriterionScore[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot read scores that were just stored", e);
        }
    }
}
