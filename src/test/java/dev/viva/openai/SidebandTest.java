package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.problem.Secret;
import dev.viva.realtime.Backoff;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Attached;
import dev.viva.realtime.CallEvent.Detached;
import dev.viva.realtime.CallEvent.Detached.Cause;
import dev.viva.realtime.CallEvent.SpeechStarted;
import dev.viva.realtime.CallEvent.StudentTranscribed;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.Sideband;
import dev.viva.realtime.TimeoutConfiguration;
import dev.viva.testing.LogLines;
import dev.viva.testing.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidebandTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Backoff AT_ONCE = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), () -> 1);

    private final ReceivedEvents received = new ReceivedEvents();

    /** Five 404 answers, without a minimum duration. */
    private static final NotFoundRule FIVE_ANSWERS = NotFoundRule.of(Duration.ZERO);

    private static OpenAiRealtime provider(FakeSideband upstream, Duration ping, Backoff backoff, int queue) {
        return provider(upstream, ping, backoff, queue, FIVE_ANSWERS);
    }

    private static OpenAiRealtime provider(
            FakeSideband upstream, Duration ping, Backoff backoff, int queue, NotFoundRule notFound) {
        return new OpenAiRealtime(
                upstream::address,
                new Secret("sk-never-shown"),
                TimeoutConfiguration.DEFAULTS,
                new SidebandSettings(Duration.ofSeconds(10), ping, Duration.ofHours(1), backoff, queue, notFound),
                ProviderObserver.NONE);
    }

    private static OpenAiRealtime provider(FakeSideband upstream) {
        return provider(upstream, LONG, AT_ONCE, 256);
    }

    private static String speech(String itemId) {
        return "{\"type\":\"input_audio_buffer.speech_started\",\"item_id\":\"" + itemId + "\"}";
    }

    private static String transcribed(String text) {
        return "{\"type\":\"conversation.item.input_audio_transcription.completed\",\"item_id\":\"item_A\","
                + "\"transcript\":\"" + text + "\"}";
    }

    @Test
    void attachesToTheCallWithTheKey() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            provider.observe("rtc_u0_1", received);

            assertThat(received.next()).isEqualTo(new Attached());
            assertThat(upstream.handshakes.getFirst())
                    .startsWith("GET /base/v1/realtime?call_id=rtc_u0_1 HTTP/1.1\r\n")
                    .contains("Authorization: Bearer sk-never-shown\r\n")
                    .doesNotContainIgnoringCase("OpenAI-Beta");
        }
    }

    @Test
    void deliversEventsInOrderOnOneThread() throws Exception {
        var threads = new ArrayList<Thread>();
        var listener = new CallListener() {
            @Override
            public void on(CallEvent event) {
                threads.add(Thread.currentThread());
                received.on(event);
            }

            @Override
            public void ended(CallEnd why) {
                received.ended(why);
            }
        };
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream, LONG, AT_ONCE, 10_000)) {
            provider.observe("rtc_1", listener);
            var peer = upstream.peer();
            for (int i = 0; i < 1_000; i++) {
                peer.send("{\"type\":\"something.new\"}", "no json", speech("item_" + i));
            }

            assertThat(received.next()).isEqualTo(new Attached());
            for (int i = 0; i < 1_000; i++) {
                assertThat(received.next()).isEqualTo(new SpeechStarted("item_" + i));
            }
            assertThat(provider.ignoredEvents()).isEqualTo(2_000);
            assertThat(threads).allMatch(Thread::isVirtual);
            assertThat(threads.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void assemblesAFragmentedMessage() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            provider.observe("rtc_1", received);
            upstream.peer().sendByteByByte(transcribed("Rücken – 背中 🙂"));

            assertThat(received.next()).isEqualTo(new Attached());
            assertThat(received.next()).isEqualTo(new StudentTranscribed("item_A", "Rücken – 背中 🙂", null));
        }
    }

    @Test
    void dropsAConnectionWithAnEndlessMessage() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            provider.observe("rtc_1", received);
            upstream.peer().send(transcribed("x".repeat(SidebandSocket.MAX_MESSAGE)));

            assertThat(received.next()).isEqualTo(new Attached());
            assertThat(received.next()).isEqualTo(new Detached(Cause.TOO_LONG));
            assertThat(received.next()).isEqualTo(new Attached());
        }
    }

    @Test
    void reconnectsWhenTheListenerFallsBehind() throws Exception {
        var goOn = new CountDownLatch(1);
        var slow = new CallListener() {
            @Override
            public void on(CallEvent event) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                received.on(event);
            }

            @Override
            public void ended(CallEnd why) {
                received.ended(why);
            }
        };
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream, LONG, AT_ONCE, 4)) {
            provider.observe("rtc_1", slow);
            var peer = upstream.peer();
            for (int i = 0; i < 5; i++) {
                peer.send(speech("item_" + i));
            }
            peer.left.await();
            goOn.countDown();

            assertThat(received.next()).isEqualTo(new Attached());
            for (int i = 0; i < 4; i++) {
                assertThat(received.next()).isEqualTo(new SpeechStarted("item_" + i));
            }
            assertThat(received.next()).isEqualTo(new Detached(Cause.OVERFLOW));
            assertThat(received.next()).isEqualTo(new Attached());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1011, 4000})
    void aCloseDoesNotEndTheCallButRepeatedNotFoundDoes(int close) throws Exception {
        try (var upstream = new FakeSideband(101, 101, 503, 429, 404);
                var provider = provider(upstream)) {
            provider.observe("rtc_1", received);
            assertThat(received.next()).isEqualTo(new Attached());
            upstream.peer().sendClose(close);

            assertThat(received.next()).isEqualTo(new Detached(Cause.CLOSED));
            assertThat(received.next()).isEqualTo(new Attached());
            upstream.peer().sendClose(close);
            assertThat(received.next()).isEqualTo(new Detached(Cause.CLOSED));
            assertThat(received.next()).isEqualTo(CallEnd.ENDED);
            assertThat(upstream.handshakes).hasSize(9);
        }
    }

    @Test
    void reconnectsWhenTheConnectionBreaks() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            provider.observe("rtc_1", received);
            var peer = upstream.peer();
            peer.send(speech("item_A"));
            assertThat(received.next()).isEqualTo(new Attached());
            assertThat(received.next()).isEqualTo(new SpeechStarted("item_A"));
            peer.drop();

            assertThat(received.next()).isInstanceOf(Detached.class);
            assertThat(received.next()).isEqualTo(new Attached());
            upstream.peer().send(speech("item_B"));
            assertThat(received.next()).isEqualTo(new SpeechStarted("item_B"));
        }
    }

    @Test
    void noticesABreakRightAfterAMessage() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            provider.observe("rtc_1", received);
            for (int i = 0; i < 100; i++) {
                var peer = upstream.peer();
                peer.send(speech("item_" + i));
                peer.drop();

                assertThat(received.next()).isEqualTo(new Attached());
                assertThat(received.next()).isEqualTo(new SpeechStarted("item_" + i));
                assertThat(received.next()).isEqualTo(new Detached(Cause.DROPPED));
            }
        }
    }

    @Test
    void keepsASidebandForEachOfManyCalls() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            for (int i = 0; i < 200; i++) {
                provider.observe("rtc_" + i, received);
            }

            for (int i = 0; i < 200; i++) {
                assertThat(received.next()).isEqualTo(new Attached());
            }
        }
    }

    @Test
    void oneNotFoundDoesNotEndTheCall() throws Exception {
        try (var upstream = new FakeSideband(404, 404, 404, 404, 101, 404, 503, 404, 401, 404, 404, 404, 101);
                var provider = provider(upstream)) {
            provider.observe("rtc_1", received);

            assertThat(received.next()).isEqualTo(new Attached());
            upstream.peer().drop();
            assertThat(received.next()).isInstanceOf(Detached.class);
            assertThat(received.next()).isEqualTo(CallEnd.ENDED);
            assertThat(upstream.handshakes).hasSize(12);
        }
    }

    @Test
    void retriesForTheWholeDurationHoweverManyNotFound() throws Exception {
        long begun = System.nanoTime();
        var rule = NotFoundRule.of(Duration.ofMillis(300));
        try (var upstream = new FakeSideband(404);
                var provider = provider(upstream, LONG, AT_ONCE, 256, rule)) {
            provider.observe("rtc_1", received);

            assertThat(received.next()).isEqualTo(CallEnd.ENDED);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(rule.duration());
            assertThat(upstream.handshakes).hasSizeGreaterThan(5);
        }
    }

    @Test
    void retriesARejectedKey() throws Exception {
        try (var upstream = new FakeSideband(401, 403, 401, 101);
                var provider = provider(upstream)) {
            provider.observe("rtc_1", received);

            assertThat(received.next()).isEqualTo(new Attached());
            assertThat(upstream.handshakes).hasSize(4);
        }
    }

    @Test
    void pausesAfterEachFailure() throws Exception {
        var pauses = new AtomicInteger();
        var backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), () -> {
            pauses.incrementAndGet();
            return 1;
        });
        try (var upstream = new FakeSideband(500, 502, 503, 429, 403, 302, 400, 404);
                var provider = provider(upstream, LONG, backoff, 256)) {
            provider.observe("rtc_1", received);

            assertThat(received.next()).isEqualTo(CallEnd.ENDED);
            assertThat(pauses).hasValue(11);
        }
    }

    @Test
    void reconnectsWhenAPingIsNotAnswered() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream, Duration.ofMillis(30), AT_ONCE, 256)) {
            upstream.answersPings = false;
            provider.observe("rtc_1", received);

            assertThat(received.next()).isEqualTo(new Attached());
            assertThat(received.next()).isEqualTo(new Detached(Cause.SILENT));
            assertThat(received.next()).isEqualTo(new Attached());
            assertThat(upstream.pings).hasPositiveValue();
        }
    }

    @Test
    void staysConnectedWhilePingsAreAnswered() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream, Duration.ofMillis(200), AT_ONCE, 256)) {
            provider.observe("rtc_1", received);
            assertThat(received.next()).isEqualTo(new Attached());

            Until.isTrue("five pings", () -> upstream.pings.get() >= 5);
            assertThat(upstream.handshakes).hasSize(1);
        }
    }

    @Test
    void continuesAfterAListenerFailureAndLogsNoText() throws Exception {
        var failing = new CallListener() {
            @Override
            public void on(CallEvent event) {
                received.on(event);
                throw new IllegalStateException("private words");
            }

            @Override
            public void ended(CallEnd why) {
                received.ended(why);
            }
        };
        try (var log = LogLines.of(OpenAiSideband.class);
                var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            Sideband sideband = provider.observe("rtc_1", failing);
            upstream.peer().send(speech("item_A"), speech("item_B"));

            assertThat(List.of(received.next(), received.next(), received.next()))
                    .containsExactly(new Attached(), new SpeechStarted("item_A"), new SpeechStarted("item_B"));
            sideband.close();
            assertThat(received.next()).isEqualTo(CallEnd.CLOSED);
            assertThat(log.events())
                    .isNotEmpty()
                    .allMatch(line -> line.getThrowableProxy() == null)
                    .noneMatch(line -> line.getFormattedMessage().contains("private"));
        }
    }

    @Test
    void closesNormallyAndEndsOnce() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            Sideband sideband = provider.observe("rtc_1", received);
            var peer = upstream.peer();
            assertThat(received.next()).isEqualTo(new Attached());

            sideband.close();
            sideband.close();

            assertThat(received.next()).isEqualTo(CallEnd.CLOSED);
            peer.left.await();
            assertThat(received.none()).isTrue();
            assertThat(upstream.handshakes).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 404, 503})
    void endsAtOnceWhenClosedWhileDisconnected(int status) throws Exception {
        var slow = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1), () -> 1);
        try (var upstream = new FakeSideband(status);
                var provider = provider(upstream, LONG, slow, 256)) {
            Sideband sideband = provider.observe("rtc_1", received);
            Until.isTrue("a handshake", () -> !upstream.handshakes.isEmpty());

            sideband.close();

            assertThat(received.next()).isEqualTo(CallEnd.CLOSED);
        }
    }

    @Test
    void endsWithTheProvidersAdapter() throws Exception {
        try (var upstream = new FakeSideband(101)) {
            try (var provider = provider(upstream)) {
                provider.observe("rtc_1", received);
                assertThat(received.next()).isEqualTo(new Attached());
            }
            assertThat(received.next()).isEqualTo(CallEnd.CLOSED);
        }
    }

    @Test
    void givesUpAfterTheMaximumLifetime() throws Exception {
        var settings =
                new SidebandSettings(Duration.ofSeconds(1), LONG, Duration.ofMillis(20), AT_ONCE, 256, FIVE_ANSWERS);
        try (var upstream = new FakeSideband(503);
                var provider = new OpenAiRealtime(
                        upstream::address,
                        new Secret("sk-1"),
                        TimeoutConfiguration.DEFAULTS,
                        settings,
                        ProviderObserver.NONE)) {
            provider.observe("rtc_1", received);

            assertThat(received.next()).isEqualTo(CallEnd.LOST);
        }
    }

    @Test
    void neverPutsAnInvalidIdIntoAUrl() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            assertThatThrownBy(() -> provider.observe("rtc_1&model=x", received))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
