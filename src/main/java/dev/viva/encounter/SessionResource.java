package dev.viva.encounter;

import dev.viva.access.Grants;
import dev.viva.access.Payers;
import dev.viva.access.SessionAccess;
import dev.viva.access.Starter;
import dev.viva.api.SessionsApi;
import dev.viva.erasure.Erasure;
import dev.viva.model.CreatedSession;
import dev.viva.model.GrantRole;
import dev.viva.model.NewGrant;
import dev.viva.model.NewSession;
import dev.viva.model.ObserverGrant;
import dev.viva.model.Participant;
import dev.viva.model.PhaseChange;
import dev.viva.model.TranscriptSummary;
import dev.viva.session.CaseNames;
import dev.viva.session.Session;
import dev.viva.storage.Period;
import dev.viva.transcript.Transcripts;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creating, reading, advancing, ending and erasing sessions. */
final class SessionResource implements SessionsApi {
    private final SessionAccess access;
    private final Encounters encounters;
    private final SessionCreation creation;
    private final Erasure erasure;
    private final Grants grants;
    private final SessionList list;

    SessionResource(
            SessionAccess access,
            Encounters encounters,
            SessionCreation creation,
            Erasure erasure,
            Grants grants,
            SessionList list) {
        this.access = access;
        this.encounters = encounters;
        this.creation = creation;
        this.erasure = erasure;
        this.grants = grants;
        this.list = list;
    }

    @Override
    public Response createSession(Optional<Principal> caller, NewSession wish, @Nullable String idempotencyKey) {
        Starter starter = access.starter(caller);
        Session session = creation.create(wish, starter, IdempotencyKey.of(idempotencyKey, wish, starter));
        // Both depend only on how the session was created: a repeated request gets the same bytes.
        var token = grants.grant(session.id(), session.times().created(), Payers.of(session));
        var view = encounters.view(session, Transcripts.emptySummary());
        var created = new CreatedSession(view, token.value().reveal(), token.expires());
        return Response.created(URI.create("/api/v1/sessions/" + session.id()))
                .entity(created)
                .build();
    }

    @Override
    public Response getSession(Principal caller, String sessionId) {
        return Response.ok(encounters.view(access.readable(caller, sessionId))).build();
    }

    @Override
    public Response advancePhase(Principal caller, String sessionId, PhaseChange change) {
        Session session = access.session(caller, sessionId);
        return Response.ok(encounters.view(encounters.advance(session.id(), change.phase())))
                .build();
    }

    @Override
    public Response endSession(Principal caller, String sessionId) {
        Session session = access.managed(caller, sessionId);
        return Response.ok(encounters.end(session.id())).build();
    }

    @Override
    public Response createGrant(Principal caller, String sessionId, NewGrant wish) {
        boolean forStudent = wish.role() == GrantRole.STUDENT;
        Session session = forStudent ? access.renewable(caller, sessionId) : access.managed(caller, sessionId);
        var lasts = Duration.ofMinutes(wish.minutes());
        var token = forStudent
                ? grants.studentGrant(session.id(), lasts, Payers.of(session))
                : grants.observerGrant(session.id(), lasts);
        return Response.status(201)
                .entity(new ObserverGrant(
                        session.id(),
                        token.value().reveal(),
                        token.expires(),
                        forStudent ? session.admission().examId() : null))
                .build();
    }

    @Override
    public Response listSessions(
            Principal caller,
            @Nullable String state,
            @Nullable String scenarioId,
            @Nullable String group,
            @Nullable String participant,
            @Nullable String createdFrom,
            @Nullable String createdBefore,
            @Nullable String cursor,
            Integer limit,
            @Nullable String ifNoneMatch) {
        SessionAccess.requireFaculty(caller);
        var filter =
                new SessionList.Filter(state, scenarioId, group, participant, Period.of(createdFrom, createdBefore));
        return list.page(filter, cursor, limit);
    }

    @Override
    public Response eraseSession(Principal caller, String sessionId) {
        erasure.erase(access.erasable(caller, sessionId));
        return Response.noContent().build();
    }

    static @Nullable Participant participant(Session session) {
        var participant = session.subject().participant();
        return participant == null ? null : participant.view();
    }

    static dev.viva.model.Session view(Session session, CaseNames names, TranscriptSummary summary) {
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
                names.names(session).replyLanguage(),
                participant(session),
                session.admission().consentVersion(),
                session.admission().aiReview() ? true : null,
                times.created(),
                times.deadline(),
                times.ended(),
                times.closes(),
                times.closed(),
                summary);
    }
}
