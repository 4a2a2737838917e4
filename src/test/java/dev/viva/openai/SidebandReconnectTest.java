package dev.viva.openai;

import static dev.viva.openai.SidebandAdapters.AT_ONCE;
import static dev.viva.openai.SidebandAdapters.FIVE_ANSWERS;
import static dev.viva.openai.SidebandAdapters.LONG;
import static dev.viva.openai.SidebandAdapters.provider;
import static dev.viva.openai.SidebandAdapters.speech;
import static dev.viva.openai.SidebandAdapters.transcribed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Secret;
import dev.viva.realtime.Backoff;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Attached;
import dev.viva.realtime.CallEvent.Detached;
import dev.viva.realtime.CallEvent.Detached.Cause;
import dev.viva.realtime.CallEvent.SpeechStarted;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.TimeoutConfiguration;
import dev.viva.testing.Until;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a connection to a call, and what ends the call. */
class SidebandReconnectTest {
    private final ReceivedEvents received = new ReceivedEvents();

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
    void invariant12OneNotFoundDoesNotEndTheCall() throws Exception {
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
            assertThat(upstream.handshakes).hasSizeGreaterThanOrEqualTo(5);
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
            Until.isTrue("a ping arrived", () -> upstream.pings.get() > 0);
        }
    }

    @Test
    void staysConnectedWhilePingsAreAnswered() throws Exception {
        var socket = new SidebandSocket(256, new LongAdder(), new FunctionCalls());
        var pongs = new Pongs(socket);
        try (var upstream = new FakeSideband(101);
                var sockets = new ProviderSockets(upstream::address, new Secret("sk-1"), LONG)) {
            sockets.open("/v1/realtime", Map.of(), LONG, pongs).get(60, TimeUnit.SECONDS);

            pongs.opened.await();
            for (int i = 0; i < 5; i++) {
                socket.ping();
                assertThat(pongs.arrived.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(socket.isEnded()).isFalse();
            assertThat(upstream.pings).hasValue(5);
        }
    }

    /** Says when the answer to a ping has come: the next one may only be sent then. */
    public static final class Pongs implements Session.Listener.AutoDemanding {
        private final CountDownLatch opened = new CountDownLatch(1);
        private final Semaphore arrived = new Semaphore(0);
        private final SidebandSocket socket;

        private Pongs(SidebandSocket socket) {
            this.socket = socket;
        }

        @Override
        public void onWebSocketOpen(Session session) {
            socket.onWebSocketOpen(session);
            opened.countDown();
        }

        @Override
        public void onWebSocketPong(ByteBuffer payload) {
            socket.onWebSocketPong(payload);
            arrived.release();
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
}
