package dev.viva.transcript;

import dev.viva.access.Grant;
import dev.viva.access.SessionAccess;
import dev.viva.api.TranscriptApi;
import dev.viva.limits.HeldText;
import dev.viva.model.BatchReceipt;
import dev.viva.model.PartialLine;
import dev.viva.model.Transcript;
import dev.viva.model.TranscriptBatch;
import dev.viva.model.TranscriptError;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.model.TurnPage;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.CaseNames;
import dev.viva.session.Session;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.security.Principal;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Relays, reads and follows transcripts. */
final class TranscriptResource implements TranscriptApi {
    /** What a line takes beside its text, in characters. */
    private static final int LINE = 200;
    /** What an examination takes with its texts, which are the case's. */
    private static final int EXAMINATION = 1000;

    private final SessionAccess access;
    private final TranscriptLog log;
    private final EventHub hub;
    private final CaseNames names;
    private final EventStreams streams;
    private final HeldText held;

    TranscriptResource(
            SessionAccess access,
            TranscriptLog log,
            EventHub hub,
            CaseNames names,
            EventStreams streams,
            HeldText held) {
        this.access = access;
        this.log = log;
        this.hub = hub;
        this.names = names;
        this.streams = streams;
        this.held = held;
    }

    @Override
    public Response relayTranscript(Principal caller, String sessionId, TranscriptLine line) {
        if (!line.isFinal()) {
            String session = access.session(caller, sessionId).id();
            hub.partial(session, new PartialLine(line.itemId(), line.role(), line.text()));
            return Response.accepted()
                    .header("X-Followers", hub.followers(session))
                    .build();
        }
        String session = access.id(caller, sessionId);
        var appended = log.append(session, line);
        var receipt = Relayed.receipt(session, appended.turn());
        return Response.status(appended.created() ? 201 : 200).entity(receipt).build();
    }

    @Override
    public Response relayTranscriptBatch(Principal caller, String sessionId, TranscriptBatch batch) {
        String session = access.id(caller, sessionId);
        var lines = batch.lines();
        requireFinal(lines);
        var relayed = log.appendAll(session, lines);
        var results = IntStream.range(0, lines.size())
                .mapToObj(i -> relayed.get(i).result(session, lines.get(i).itemId()))
                .toList();
        return Response.ok(new BatchReceipt(results)).build();
    }

    private static void requireFinal(List<TranscriptLine> lines) {
        var problem = new ProblemException(Failure.INVALID_BODY);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isFinal()) {
                problem.at("/lines/" + i + "/is_final", "must be true: partial lines are not accepted here");
            }
        }
        if (!problem.errors().isEmpty()) {
            throw problem;
        }
    }

    @Override
    public Response reportTranscriptError(Principal caller, String sessionId, TranscriptError error) {
        Session session = access.session(caller, sessionId);
        return Response.accepted(log.appendError(session.id(), error)).build();
    }

    @Override
    public Response listTurns(
            Principal caller, String sessionId, @Nullable Long afterSeq, @Nullable String cursor, Integer limit) {
        Session session = access.transcript(caller, sessionId);
        var pages = new TurnPages(log);
        TurnPage page = afterSeq == null
                ? pages.inReadingOrder(session, cursor, limit)
                : pages.byArrival(session, afterSeq, cursor, limit);
        held.take(size(page.turns()));
        var reply = Response.ok(page);
        if (page.nextCursor() != null) {
            var next = UriBuilder.fromPath("/api/v1/sessions/{id}/turns")
                    .queryParam("cursor", page.nextCursor())
                    .queryParam("limit", limit);
            if (afterSeq != null) {
                next.queryParam("after_seq", afterSeq);
            }
            reply.link(next.build(session.id()), "next");
        }
        return reply.build();
    }

    @Override
    public Response getTranscript(Principal caller, String sessionId) {
        Session session = access.transcript(caller, sessionId);
        var turns = log.inReadingOrder(session);
        var examinations = log.examinations(session);
        held.take(size(turns) + (long) examinations.size() * EXAMINATION);
        var summary = log.summary(session, session.lastSeq(), turns);
        var heading = names.names(session);
        var participant = session.subject().participant();
        return Response.ok(new Transcript(
                        session.id(),
                        heading.scenarioTitle(),
                        heading.personaName(),
                        heading.speaker(),
                        heading.inputLanguage(),
                        heading.replyLanguage(),
                        participant == null ? null : participant.view(),
                        session.state(),
                        session.times().created(),
                        session.times().ended(),
                        summary.lastSeq(),
                        summary.turnCount(),
                        summary.digest(),
                        summary.durationS(),
                        summary.complete(),
                        turns,
                        examinations.isEmpty() ? null : examinations))
                .build();
    }

    private static long size(List<Turn> turns) {
        return turns.stream().mapToLong(turn -> LINE + turn.text().length()).sum();
    }

    @Override
    public Response streamEvents(
            Principal caller, String sessionId, @Nullable String lastEventId, @Nullable Long afterSeq) {
        Session session = access.transcript(caller, sessionId);
        long asked =
                lastEventId == null || lastEventId.isEmpty() ? afterSeq == null ? 0 : afterSeq : parse(lastEventId);
        boolean closed = session.times().closed() != null;
        if (closed && asked == session.lastSeq()) {
            return Response.noContent().build();
        }
        var from = new EventStream.From(session.id(), asked, session.lastSeq(), closed, reader(caller));
        // Otherwise some proxies buffer the stream, which delays the lines.
        return Response.ok(streams.open(from)).header("X-Accel-Buffering", "no").build();
    }

    private static EventStream.Reader reader(Principal caller) {
        boolean observer = caller instanceof Grant grant && grant.observer();
        return new EventStream.Reader(SessionAccess.expiry(caller), observer);
    }

    private static long parse(String lastEventId) {
        if (!lastEventId.matches("[0-9]{1,16}")) {
            throw new ProblemException(Failure.INVALID_PARAMETER)
                    .at("/header/Last-Event-ID", "must be the id of an event: a whole number");
        }
        return Long.parseLong(lastEventId);
    }
}
