package dev.viva.assessment;

import dev.viva.access.Faculty;
import dev.viva.access.SessionAccess;
import dev.viva.api.AssessmentApi;
import dev.viva.content.CanonicalJson;
import dev.viva.library.CaseLibrary;
import dev.viva.model.AssessmentList;
import dev.viva.model.NewAssessment;
import dev.viva.model.Rubric;
import dev.viva.model.RubricList;
import dev.viva.model.RubricSummary;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.Principal;
import java.util.function.Consumer;

/** Rubrics, and what faculty score by them. Thread-safe. */
final class AssessmentResource implements AssessmentApi {
    private final SessionAccess access;
    private final CaseLibrary library;
    private final Scoring scoring;
    private final Consumer<Session> released;

    /** @param released throws a problem when the student of a session may not read yet what was found of it */
    AssessmentResource(SessionAccess access, CaseLibrary library, Scoring scoring, Consumer<Session> released) {
        this.access = access;
        this.library = library;
        this.scoring = scoring;
        this.released = released;
    }

    @Override
    public Response listRubrics(String ifNoneMatch) {
        return content(new RubricList(
                library.rubrics().stream().map(AssessmentResource::summary).toList()));
    }

    @Override
    public Response getRubric(String rubricId, String ifNoneMatch) {
        return content(library.rubric(rubricId).orElseThrow(() -> new ProblemException(Failure.NOT_FOUND)));
    }

    @Override
    public Response assess(
            Principal caller, String sessionId, NewAssessment assessment, String ifMatch, String ifNoneMatch) {
        var session = access.forFaculty(caller, sessionId);
        var stored = scoring.put(session, caller.getName(), assessment, Precondition.of(ifMatch, ifNoneMatch));
        return Response.ok(stored).tag(stored.etag()).build();
    }

    @Override
    public Response listAssessments(Principal caller, String sessionId) {
        var session = access.managed(caller, sessionId);
        if (caller instanceof Faculty) {
            return Response.ok(new AssessmentList(scoring.list(session, caller.getName())))
                    .build();
        }
        released.accept(session);
        return Response.ok(new AssessmentList(scoring.signed(session))).build();
    }

    private static RubricSummary summary(Rubric rubric) {
        return new RubricSummary(
                rubric.rubricId(),
                rubric.version(),
                rubric.title(),
                rubric.criteria().size());
    }

    private static Response content(Object view) {
        return Response.ok(view)
                .tag(new EntityTag(CanonicalJson.digest(CanonicalJson.write(view))))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
                .build();
    }
}
