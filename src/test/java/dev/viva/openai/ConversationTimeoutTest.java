package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viva.problem.Secret;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.Operation;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.Speaker;
import dev.viva.realtime.TextConversation;
import dev.viva.realtime.TimeoutConfiguration;
import io.dropwizard.util.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A provider that connects and stays silent is late, and not out of reach: the operator must look elsewhere. */
class ConversationTimeoutTest {
    private static final java.time.Duration SHORT = java.time.Duration.ofMillis(300);
    private static final java.time.Duration ENOUGH_TO_CONNECT = java.time.Duration.ofSeconds(3);
    private static final java.time.Duration LONG = java.time.Duration.ofSeconds(30);
    private static final CallConfig CONFIG = new CallConfig(
            "gpt-realtime-2.1",
            "marin",
            new Secret("You are Maria."),
            RealtimeConfiguration.DEFAULTS.speech("en"),
            CallConfig.Origin.NONE);
    private static final List<TextConversation.Line> QUESTION =
            List.of(new TextConversation.Line(Speaker.STUDENT, "Where does it hurt?"));

    private final CompletableFuture<Kind> failed = new CompletableFuture<>();

    @Test
    void anUnansweredHandshakeIsATimeout() throws Exception {
        try (var upstream = new FakeSideband(0);
                var provider = provider(upstream, SHORT, LONG)) {
            var failure = catchThrowableOfType(ProviderException.class, () -> provider.converse(CONFIG));

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failed).isCompletedWithValue(Kind.TIMEOUT);
        }
    }

    @Test
    void anUnconfirmedUpdateIsATimeout() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream, ENOUGH_TO_CONNECT, LONG);
                var conversation = provider.converse(CONFIG)) {
            assertThat(ask(conversation).kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failed).isCompletedWithValue(Kind.TIMEOUT);
        }
    }

    @Test
    void aMissingAnswerIsATimeout() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream, LONG, SHORT);
                var conversation = provider.converse(CONFIG)) {
            var asked = CompletableFuture.supplyAsync(() -> ask(conversation));
            confirm(upstream.peer());

            assertThat(asked.get(60, TimeUnit.SECONDS).kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failed).isCompletedWithValue(Kind.TIMEOUT);
        }
    }

    @Test
    void aConversationThatThisServiceClosesIsNotLate() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream, LONG, LONG);
                var conversation = provider.converse(CONFIG)) {
            var asked = CompletableFuture.supplyAsync(() -> ask(conversation));
            var peer = upstream.peer();
            confirm(peer);
            peer.received(); // the question
            conversation.close();

            assertThat(asked.get(60, TimeUnit.SECONDS).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failed).isNotDone();
        }
    }

    private static void confirm(FakeSideband.Peer peer) throws InterruptedException {
        peer.send(peer.received().replace("session.update", "session.updated"));
    }

    private static ProviderException ask(TextConversation conversation) {
        return catchThrowableOfType(
                ProviderException.class, () -> conversation.ask(CONFIG.rules(), QUESTION, new NoProgress()));
    }

    private OpenAiRealtime provider(FakeSideband upstream, java.time.Duration sideband, java.time.Duration answer) {
        return new OpenAiRealtime(
                upstream::address,
                new Secret("sk-never-shown"),
                new TimeoutConfiguration(null, null, null, null, null, null, Duration.milliseconds(answer.toMillis())),
                new SidebandSettings(
                        sideband,
                        SidebandAdapters.LONG,
                        SidebandAdapters.LONG,
                        SidebandAdapters.AT_ONCE,
                        256,
                        SidebandAdapters.FIVE_ANSWERS),
                new Failures());
    }

    private final class Failures implements ProviderObserver {
        @Override
        public void succeeded(Operation operation, java.time.@Nullable Duration took) {}

        @Override
        public void failed(Operation operation, Kind kind, @Nullable String code, java.time.@Nullable Duration took) {
            failed.complete(kind);
        }
    }

    private static final class NoProgress implements TextConversation.Progress {
        @Override
        public void partial(String text) {}

        @Override
        public String called(CallEvent.FunctionCall call) {
            return "";
        }

        @Override
        public void used(CallEvent.Usage usage) {}
    }
}
