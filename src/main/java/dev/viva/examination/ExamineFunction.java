package dev.viva.examination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import dev.viva.model.Examination;
import dev.viva.model.ExaminationAsker;
import dev.viva.model.Phase;
import dev.viva.model.Side;
import dev.viva.patient.Refusal;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.realtime.CallRules.Tool;
import dev.viva.session.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The function {@code examine} of the patient's voice. Its output contains what the patient says and no finding: that
 * goes to the student as an event. Thread-safe.
 */
final class ExamineFunction implements VoiceFunctions {
    /** A patient who is silent for longer seems to be gone. */
    static final Duration DEADLINE = Duration.ofSeconds(4);

    private static final Logger log = LoggerFactory.getLogger(ExamineFunction.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_ARGUMENTS = 10_000;

    private final Examinations examinations;
    private final Duration deadline;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    /** Whether the last answer was late or failed, so that an outage is logged once. */
    private final AtomicBoolean troubled = new AtomicBoolean();

    ExamineFunction(Examinations examinations, Duration deadline) {
        this.examinations = examinations;
        this.deadline = deadline;
    }

    @Override
    public List<Tool> tools() {
        return List.of(ExamineTool.of(examinations.tests()));
    }

    @Override
    public String answer(String sessionId, FunctionCall call) {
        return answer(sessionId, call, (test, side) -> call.itemId());
    }

    @Override
    public String answer(String sessionId, String lineId, FunctionCall call) {
        return answer(
                sessionId,
                call,
                (test, side) -> "exam_"
                        + Hashing.sha256()
                                .hashString(lineId + "|" + test + "|" + side, StandardCharsets.UTF_8)
                                .toString()
                                .substring(0, 32));
    }

    private String answer(String sessionId, FunctionCall call, BiFunction<String, @Nullable Side, String> item) {
        JsonNode arguments = arguments(call);
        if (arguments == null) {
            return Outcome.NOT_UNDERSTOOD.output();
        }
        CompletableFuture<String> answer =
                CompletableFuture.supplyAsync(() -> examine(sessionId, arguments, item), workers);
        try {
            String output = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            troubled.set(false);
            return output;
        } catch (TimeoutException e) {
            return unavailable("no answer within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            // Its message may contain text.
            Throwable cause = e.getCause();
            return unavailable(
                    cause instanceof ProblemException problem
                            ? problem.failure().code()
                            : String.valueOf(
                                    cause == null ? null : cause.getClass().getName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.UNAVAILABLE.output();
        }
    }

    private String unavailable(String why) {
        if (!troubled.getAndSet(true)) {
            log.warn("examinations: function `examine` failed ({}), the patient asks to try again", why);
        }
        return Outcome.UNAVAILABLE.output();
    }

    private String examine(String sessionId, JsonNode arguments, BiFunction<String, @Nullable Side, String> item) {
        boolean consent = arguments.path("consent").asBoolean();
        try {
            var session = examinations.session(sessionId);
            String named = arguments.path("test").asText("");
            String said = arguments.path("said").asText("");
            var test = examinations.test(session, named).or(() -> examinations.test(session, said));
            if (test.isEmpty()) {
                boolean names = !said.isBlank() || !named.isBlank() && !named.equals(ExamineTool.OTHER);
                return unknownTest(session, names).output();
            }
            String id = test.get();
            // A model may name a side of a test that has none, and another one the next time.
            Side side =
                    examinations.side(session, id, side(arguments.path("side").asText("")));
            var asked = new AskedTest(item.apply(id, side), id, side, consent, ExaminationAsker.VOICE);
            return output(examinations.perform(session, asked).examination());
        } catch (ProblemException e) {
            return Outcome.of(e.failure()).output();
        }
    }

    /** The session's state and phase refuse an unknown test as they refuse a known one. */
    private static Outcome unknownTest(Session session, boolean named) {
        if (!session.open()) {
            return Outcome.ENDED;
        }
        if (!named) {
            return Outcome.NOT_UNDERSTOOD;
        }
        return session.phase() == Phase.SUBJECTIVE ? Outcome.NOT_BEGUN : Outcome.NOT_IN_CASE;
    }

    private static String output(Examination examination) {
        String reply = examination.reply();
        Outcome outcome = switch (examination.outcome()) {
            case FOUND -> Outcome.FOUND;
            case CONTRAINDICATED -> Outcome.CONTRAINDICATED;
            case NOT_IN_CASE -> Outcome.NOT_IN_CASE;
            case SIDE_NEEDED -> Outcome.SIDE_NEEDED;
            case CONSENT_NEEDED -> Outcome.CONSENT_NEEDED;
        };
        return reply == null ? outcome.output() : outcome.output(reply);
    }

    /** The arguments; null when they cannot be understood, or are those of another function. */
    private static @Nullable JsonNode arguments(FunctionCall call) {
        if (!call.name().equals(ExamineTool.NAME) || call.arguments().length() > MAX_ARGUMENTS) {
            return null;
        }
        try {
            JsonNode arguments = JSON.readTree(call.arguments());
            return arguments.isObject() ? arguments : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static @Nullable Side side(String said) {
        return switch (said.strip().toLowerCase(Locale.ROOT)) {
            case "left" -> Side.LEFT;
            case "right" -> Side.RIGHT;
            default -> null;
        };
    }

    /** What came of a call, and what the patient says when the case has no words for it. */
    private enum Outcome {
        FOUND("All right."),
        CONTRAINDICATED(Refusal.WITHOUT_WORDS),
        NOT_IN_CASE("I can't tell you anything about that one."),
        SIDE_NEEDED("Which side do you mean, left or right?"),
        CONSENT_NEEDED("What will you do there? Tell me first, please."),
        NOT_BEGUN("I'd rather talk first."),
        ENDED("I think we're done here."),
        NOT_UNDERSTOOD("Sorry, what would you like to do?"),
        UNAVAILABLE("Sorry, give me a moment. Could you try that again?");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        static Outcome of(Failure failure) {
            return switch (failure) {
                case EXAMINATION_NOT_BEGUN -> NOT_BEGUN;
                case SESSION_ENDED, SESSION_FULL, NOT_FOUND -> ENDED;
                case ITEM_CONFLICT, INVALID_BODY -> NOT_UNDERSTOOD;
                default -> throw new ProblemException(failure);
            };
        }

        String output() {
            return output(words);
        }

        String output(String say) {
            ObjectNode output = JSON.createObjectNode();
            return output.put("outcome", name().toLowerCase(Locale.ROOT))
                    .put("say", say)
                    .toString();
        }
    }
}
