package dev.viva.encounter;

import dev.viva.access.Grants;
import dev.viva.access.SessionAccess;
import dev.viva.api.SessionsApi;
import dev.viva.model.CreatedSession;
import dev.viva.model.NewSession;
import dev.viva.model.PhaseChange;
import dev.viva.model.TranscriptSummary;
import dev.viva.session.Session;
import dev.viva.transcript.TranscriptLog;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Creating, reading, advancing, ending and erasing sessions. */
final class SessionResource implements SessionsApi {
    private final SessionAccess access;
    private final Encounters encounters;
    private final SessionCreation creation;
    private final Erasure erasure;
    private final Grants grants;

    SessionResource(
            SessionAccess access, Encounters encounters, SessionCreation creation, Erasure erasure, Grants grants) {
        this.access = access;
        this.encounters = encounters;
        this.creation = creation;
        this.erasure = erasure;
        this.grants = grants;
    }

    @Override
    public Response createSession(NewSession wish, @Nullable String idempotencyKey) {
        Session session = creation.create(wish, IdempotencyKey.of(idempotencyKey, wish));
        // Both depend only on how the session was created: a repeated request gets the same bytes.
        var token = grants.grant(session.id(), session.times().created());
        var view = view(session, TranscriptLog.emptySummary());
        var created = new CreatedSession(view, token.value().reveal(), token.expires());
        return Response.created(URI.create("/api/v1/sessions/" + session.id()))
                .entity(created)
                .build();
    }

    @Override
    public Response getSession(Principal caller, String sessionId) {
        return Response.ok(view(access.session(caller, sessionId))).build();
    }

    @Override
    public Response advancePhase(Principal caller, String sessionId, PhaseChange change) {
        Session session = access.session(caller, sessionId);
        return Response.ok(view(encounters.advance(session.id(), change.phase())))
                .build();
    }

    @Override
    public Response endSession(Principal caller, String sessionId) {
        Session session = access.session(caller, sessionId);
        return Response.ok(encounters.end(session.id())).build();
    }

    @Override
    public Response eraseSession(Principal caller, String sessionId) {
        erasure.erase(access.erasable(caller, sessionId));
        return Response.noContent().build();
    }

    private dev.viva.model.Session view(Session session) {
        return view(session, encounters.summary(session));
    }

    private static dev.viva.model.Session view(Session session, TranscriptSummary summary) {
        var subject = session.subject();
        var times = session.times();
        return new dev.viva.model.Session(
                session.id(),
                session.state(),
                session.phase(),
                subject.personaId(),
                subject.scenarioId(),
                subject.roleId(),
                subject.inputLanguage(),
                subject.replyLanguage(),
                times.created(),
                times.deadline(),
                times.ended(),
                times.closes(),
                times.closed(),
                summary);
    }
}
