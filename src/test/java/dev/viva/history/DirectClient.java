package dev.viva.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.access.Faculty;
import dev.viva.access.Grant;
import dev.viva.api.SessionsApi;
import dev.viva.api.TranscriptApi;
import dev.viva.fault.CutStream;
import dev.viva.history.History.Frame;
import dev.viva.history.History.Line;
import dev.viva.history.History.Outcome;
import dev.viva.history.History.Read;
import dev.viva.history.History.Relay;
import dev.viva.history.History.Span;
import dev.viva.history.History.Step;
import dev.viva.history.History.Sum;
import dev.viva.history.History.Summed;
import dev.viva.model.BatchReceipt;
import dev.viva.model.EndSummary;
import dev.viva.model.LineResult;
import dev.viva.model.Phase;
import dev.viva.model.PhaseChange;
import dev.viva.model.RelayReceipt;
import dev.viva.model.Role;
import dev.viva.model.Session;
import dev.viva.model.TranscriptBatch;
import dev.viva.model.TranscriptLine;
import dev.viva.patient.FrozenCases;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.storage.Database;
import dev.viva.testing.Api;
import dev.viva.testing.VivaServer;
import dev.viva.transcript.TranscriptLog;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Calls the resources of a running service directly, without HTTP: fast enough for many operations. */
final class DirectClient implements EncounterClient {
    private final Api api;
    private final TranscriptApi transcript;
    private final SessionsApi sessions;
    private final TranscriptLog log;
    private final ObjectMapper json;
    private final AtomicLong operations = new AtomicLong();

    DirectClient(VivaServer server, Clock clock) {
        this.api = new Api(server.url());
        this.transcript = server.resource(TranscriptApi.class);
        this.sessions = server.resource(SessionsApi.class);
        this.json = server.support().getObjectMapper();
        Database database = server.managed(Database.class);
        this.log = new TranscriptLog(database, new FrozenCases(database), json, clock);
    }

    /** How many calls were made. */
    long operations() {
        return operations.get();
    }

    private static Grant grant(String session) {
        return new Grant(session, Instant.MAX, false, null);
    }

    /** The answer; null for a server error. */
    private @Nullable Object answer(Supplier<Response> call) {
        operations.incrementAndGet();
        try {
            return call.get().getEntity();
        } catch (JdbiException out) {
            return null;
        } catch (ProblemException problem) {
            return problem.failure().status() >= 500 ? null : problem;
        }
    }

    /** The same for operations other than a relay. */
    private @Nullable Object answerOfOne(Supplier<Response> call) {
        long begin = System.nanoTime();
        Object answer = answer(call);
        if (answer instanceof ProblemException problem && problem.failure() == Failure.NOT_FOUND) {
            throw new Gone(since(begin));
        }
        return answer;
    }

    private <T> Optional<T> answer(Class<T> type, Supplier<Response> call) {
        return Optional.ofNullable(answerOfOne(call)).filter(type::isInstance).map(type::cast);
    }

    private static Span since(long begin) {
        return new Span(begin, System.nanoTime());
    }

    @Override
    public Optional<String> create() {
        operations.incrementAndGet();
        var created = api.post("/api/v1/sessions", null, Api.CASE);
        return created.status() == 201
                ? Optional.of(created.json().at("/session/session_id").asText())
                : Optional.empty();
    }

    private static TranscriptLine line(Line line, boolean isFinal) {
        return new TranscriptLine(
                line.item(),
                Role.fromValue(line.role()),
                line.text(),
                isFinal,
                line.previous(),
                null,
                null,
                null,
                null);
    }

    @Override
    public Relay relay(String session, Line line) {
        long begin = System.nanoTime();
        var status = new int[1];
        Object answer = answer(() -> {
            Response response = transcript.relayTranscript(grant(session), session, line(line, true));
            status[0] = response.getStatus();
            return response;
        });
        return switch (answer) {
            case RelayReceipt receipt ->
                new Relay(
                        since(begin),
                        line,
                        status[0] == 201 ? Outcome.STORED : Outcome.AGAIN,
                        receipt.seq(),
                        receipt.late());
            case ProblemException problem -> new Relay(since(begin), line, outcome(problem), 0, false);
            case null -> new Relay(since(begin), line, Outcome.UNKNOWN, 0, false);
            default -> throw new AssertionError("a relay was answered with " + answer);
        };
    }

    private static Outcome outcome(ProblemException problem) {
        return switch (problem.failure()) {
            case Failure.ITEM_CONFLICT -> Outcome.CONFLICT;
            case Failure.SESSION_ENDED -> Outcome.ENDED;
            case Failure.NOT_FOUND -> Outcome.GONE;
            default -> throw new AssertionError("a relay was refused", problem);
        };
    }

    @Override
    public void partial(String session, Line line) {
        var answered = answer(() -> transcript.relayTranscript(grant(session), session, line(line, false)));
        if (answered instanceof ProblemException problem && problem.failure() != Failure.NOT_FOUND) {
            throw problem;
        }
    }

    @Override
    public List<Relay> relayAll(String session, List<Line> lines) {
        long begin = System.nanoTime();
        var batch =
                new TranscriptBatch(lines.stream().map(line -> line(line, true)).toList());
        Object answer = answer(() -> transcript.relayTranscriptBatch(grant(session), session, batch));
        Span span = since(begin);
        return switch (answer) {
            case BatchReceipt receipt ->
                IntStream.range(0, lines.size())
                        .mapToObj(
                                i -> relay(span, lines.get(i), receipt.results().get(i)))
                        .toList();
            case ProblemException problem ->
                lines.stream()
                        .map(line -> new Relay(span, line, outcome(problem), 0, false))
                        .toList();
            case null ->
                lines.stream()
                        .map(line -> new Relay(span, line, Outcome.UNKNOWN, 0, false))
                        .toList();
            default -> throw new AssertionError("a batch was answered with " + answer);
        };
    }

    private static Relay relay(Span span, Line line, LineResult result) {
        var receipt = result.receipt();
        return new Relay(
                span,
                line,
                Outcome.ofStatus(result.status().toString()),
                receipt == null ? 0 : receipt.seq(),
                receipt != null && receipt.late());
    }

    @Override
    public Optional<Span> erase(String session) {
        long begin = System.nanoTime();
        var erased = new boolean[1];
        answer(() -> {
            Response reply = sessions.eraseSession(Faculty.WITH_KEY, session);
            erased[0] = reply.getStatus() == 204;
            return reply;
        });
        return erased[0] ? Optional.of(since(begin)) : Optional.empty();
    }

    @Override
    public void report(String session, Line line) {
        operations.incrementAndGet();
        try {
            log.appendFromProvider(session, line(line, true));
        } catch (ProblemException problem) {
            boolean over = problem.failure() == Failure.SESSION_ENDED || problem.failure() == Failure.NOT_FOUND;
            if (problem.failure().status() < 500 && !over) {
                throw problem;
            }
        }
    }

    @Override
    public Optional<Step> phase(String session, String phase) {
        long begin = System.nanoTime();
        var change = new PhaseChange(Phase.fromValue(phase));
        return answer(Session.class, () -> sessions.advancePhase(grant(session), session, change))
                .map(view -> new Step(since(begin), view.phase().toString()));
    }

    @Override
    public Optional<Summed> end(String session) {
        long begin = System.nanoTime();
        return answer(EndSummary.class, () -> sessions.endSession(grant(session), session))
                .map(end -> new Summed(since(begin), new Sum(end.lastSeq(), end.turnCount(), end.digest())));
    }

    @Override
    public Optional<Read> transcript(String session) {
        return read(() -> transcript.getTranscript(grant(session), session));
    }

    @Override
    public Optional<Read> turns(String session) {
        return read(() -> transcript.listTurns(grant(session), session, 0L, null, 200));
    }

    private Optional<Read> read(Supplier<Response> call) {
        long begin = System.nanoTime();
        return Optional.ofNullable(answerOfOne(call))
                .map(entity -> History.read(since(begin), json.valueToTree(entity)));
    }

    @Override
    public boolean follow(String session, long after, Predicate<Frame> sink) {
        operations.incrementAndGet();
        long begin = System.nanoTime();
        var cut = new CutStream(sink);
        try {
            Response reply = transcript.streamEvents(grant(session), session, String.valueOf(after), null);
            if (reply.getStatus() == 204) {
                return true;
            }
            ((StreamingOutput) reply.getEntity()).write(cut);
        } catch (ProblemException problem) {
            if (problem.failure() == Failure.NOT_FOUND) {
                throw new Gone(since(begin));
            }
            return false;
        } catch (JdbiException out) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return false;
    }
}
