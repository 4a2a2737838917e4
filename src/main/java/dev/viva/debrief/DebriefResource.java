package dev.viva.debrief;

import dev.viva.access.Faculty;
import dev.viva.access.SessionAccess;
import dev.viva.api.DebriefApi;
import dev.viva.limits.HeldText;
import dev.viva.model.Debrief;
import dev.viva.model.NewReflection;
import dev.viva.model.NewRelease;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import jakarta.ws.rs.core.Response;
import java.security.Principal;

/** Reading and releasing debriefs, and the student's reflection. */
final class DebriefResource implements DebriefApi {
    private final SessionAccess access;
    private final Debriefs debriefs;
    private final DebriefStore store;
    private final HeldText held;

    DebriefResource(SessionAccess access, Debriefs debriefs, DebriefStore store, HeldText held) {
        this.access = access;
        this.debriefs = debriefs;
        this.store = store;
        this.held = held;
    }

    @Override
    public Response getDebrief(Principal caller, String sessionId) {
        Session session = access.managed(caller, sessionId);
        if (caller instanceof Faculty) {
            return Response.ok(whole(session)).build();
        }
        boolean answers = debriefs.answersFor(session);
        Debrief shown = StudentView.of(whole(session), answers);
        return Response.ok(shown).build();
    }

    /** It quotes as many lines as the session has. */
    private Debrief whole(Session session) {
        Debrief whole = debriefs.of(session);
        held.take(Points.of(whole).size());
        return whole;
    }

    @Override
    public Response getDebriefRelease(Principal caller, String sessionId) {
        Session session = access.forFaculty(caller, sessionId);
        return Response.ok(store.release(session.id())).build();
    }

    @Override
    public Response releaseDebrief(Principal caller, String sessionId, NewRelease release) {
        Session session = access.forFaculty(caller, sessionId);
        return Response.ok(store.release(session.id(), release.answers())).build();
    }

    @Override
    public Response putReflection(Principal caller, String sessionId, NewReflection reflection) {
        Session session = access.session(caller, sessionId);
        ReleaseRules.requireEnded(session);
        return Response.ok(store.reflect(session.id(), reflection)).build();
    }

    @Override
    public Response getReflection(Principal caller, String sessionId) {
        Session session = access.managed(caller, sessionId);
        return Response.ok(store.reflection(session.id()).orElseThrow(() -> new ProblemException(Failure.NOT_FOUND)))
                .build();
    }
}
