package dev.viva.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.Operation;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.Speaker;
import dev.viva.realtime.TextConversation;
import dev.viva.realtime.TimeoutConfiguration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.exceptions.WebSocketException;
import org.jspecify.annotations.Nullable;

/**
 * A text conversation over a WebSocket session ({@code /v1/realtime?model=…}). Answers are requested as text only.
 * Thread-safe as its interface says.
 */
final class OpenAiConversation implements TextConversation {
    /** After this long without a question the rules are sent again, which shows whether the connection still works. */
    private static final Duration TRUST_DURATION = Duration.ofSeconds(30);

    /** A voice that calls functions again and again never answers. */
    private static final int MAX_ROUNDS = 4;

    private static final String ANSWER_IN_TEXT =
            "{\"type\":\"response.create\",\"response\":{\"output_modalities\":[\"text\"]}}";

    private final SidebandSocket socket;
    private final Duration updateTimeout;
    private final Duration answerTimeout;
    private final ProviderObserver observer;
    private volatile boolean closed;
    private @Nullable CallRules acknowledged;
    private long answeredAt;
    private boolean reported; // that the last answer failed

    private OpenAiConversation(
            SidebandSocket socket, Duration updateTimeout, Duration answerTimeout, ProviderObserver observer) {
        this.socket = socket;
        this.updateTimeout = updateTimeout;
        this.answerTimeout = answerTimeout;
        this.observer = observer;
    }

    /**
     * @param opening opens the WebSocket
     * @param timeouts how long the handshake, a change of the rules and an answer may take
     * @param observer learns what becomes of each answer
     */
    static OpenAiConversation open(
            Function<Session.Listener, CompletableFuture<Session>> opening,
            SidebandSettings settings,
            TimeoutConfiguration timeouts,
            LongAdder ignored,
            ProviderObserver observer) {
        var socket = new SidebandSocket(settings.queue(), ignored, new FunctionCalls());
        CompletableFuture<Session> opened = opening.apply(socket);
        try {
            socket.opened(opened.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            socket.end(CallEvent.Detached.Cause.DROPPED);
            throw ProviderException.timeout("no conversation in time");
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        } catch (InterruptedException e) {
            socket.end(CallEvent.Detached.Cause.DROPPED);
            throw interrupted();
        }
        return new OpenAiConversation(
                socket, settings.timeout(), timeouts.answer().toJavaDuration(), observer);
    }

    private static ProviderException refusal(@Nullable Throwable cause) {
        return cause instanceof WebSocketException refused
                ? ErrorReplies.handshake(refused)
                : ProviderException.unreached(
                        cause == null ? "unknown" : cause.getClass().getSimpleName());
    }

    @Override
    public String ask(CallRules rules, List<Line> lines, Progress progress) {
        reported = false;
        try {
            String answer = answer(rules, lines, progress);
            if (!reported) {
                observer.succeeded(Operation.TEXT, null);
            }
            return answer;
        } catch (ProviderException e) {
            if (!reported && !closed && !Thread.currentThread().isInterrupted()) { // else this service ended it
                observer.failed(Operation.TEXT, e.kind(), e.code(), null);
            }
            throw e;
        }
    }

    /** What a filter or the limit on length cut short counts as failed, also where the rest of it is used. */
    private void report(CallEvent.ResponseDone done) {
        Kind trouble = done.trouble();
        if (trouble != null) {
            observer.failed(Operation.TEXT, trouble, done.reason(), null);
            reported = true;
        }
    }

    private String answer(CallRules rules, List<Line> lines, Progress progress) {
        boolean trusted = System.nanoTime() - answeredAt < TRUST_DURATION.toNanos();
        if (!trusted || !rules.equals(acknowledged)) {
            socket.update(rules, updateTimeout);
            acknowledged = rules;
        }
        lines.forEach(line -> socket.send(item(line).toString()));
        socket.send(ANSWER_IN_TEXT);
        String answer = await(progress);
        answeredAt = System.nanoTime();
        return answer;
    }

    private static ObjectNode item(Line line) {
        boolean student = line.speaker() == Speaker.STUDENT;
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", "conversation.item.create");
        ObjectNode item = event.putObject("item").put("type", "message").put("role", student ? "user" : "assistant");
        item.putArray("content")
                .addObject()
                .put("type", student ? "input_text" : "output_text")
                .put("text", line.text());
        return event;
    }

    private String await(Progress progress) {
        long giveUpAt = System.nanoTime() + answerTimeout.toNanos();
        var answer = new LinkedHashMap<String, String>(); // an item may be repeated with more text
        var outputs = new LinkedHashMap<String, String>();
        int rounds = 0;
        while (true) {
            CallEvent event = next(giveUpAt - System.nanoTime());
            switch (event) {
                case CallEvent.PatientPartial partial -> progress.partial(partial.text());
                case CallEvent.PatientTranscribed said -> answer.put(said.itemId(), said.text());
                case CallEvent.FunctionsCalled called ->
                    called.calls().forEach(call -> outputs.put(call.callId(), progress.called(call)));
                case CallEvent.ResponseDone done -> {
                    progress.used(done.usage());
                    if (!outputs.isEmpty() && ++rounds <= MAX_ROUNDS) {
                        Tools.outputs(outputs).forEach(socket::send);
                        outputs.clear();
                        socket.send(ANSWER_IN_TEXT);
                        continue;
                    }
                    report(done);
                    return whole(done, String.join("\n", answer.values()));
                }
                case CallEvent.ProviderError error -> throw ErrorReplies.refused(kind(error.code()), error.code());
                case CallEvent.Detached detached ->
                    throw ProviderException.unreached("the conversation was disconnected");
                default -> {
                    // Not needed in text: places of lines, settings.
                }
            }
        }
    }

    private CallEvent next(long nanos) {
        try {
            CallEvent event = closed ? null : socket.poll(Math.max(0, nanos));
            if (event == null) {
                throw closed ? ProviderException.unreached("closed") : ProviderException.timeout("no answer in time");
            }
            return event;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static ProviderException interrupted() {
        Thread.currentThread().interrupt();
        return ProviderException.unreached("interrupted");
    }

    /** An answer cut off by a bound or a filter counts, unless it is empty. */
    private static String whole(CallEvent.ResponseDone done, String answer) {
        boolean usable = done.status().equals("completed") || done.status().equals("incomplete");
        if (!usable || answer.isBlank()) {
            throw ErrorReplies.refused(kind(done.reason()), done.reason());
        }
        return answer;
    }

    private static Kind kind(@Nullable String code) {
        Kind kind = Kind.ofCode(code);
        return switch (kind) {
            case null -> Kind.UNAVAILABLE;
            case CONTENT_FILTER, OUTPUT_LIMIT -> Kind.REJECTED;
            default -> kind;
        };
    }

    @Override
    public boolean isOpen() {
        return !closed && !socket.isEnded();
    }

    @Override
    public void close() {
        closed = true;
        socket.leave();
    }
}
