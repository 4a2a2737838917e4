package dev.viva.openai;

import static dev.viva.openai.SidebandAdapters.AT_ONCE;
import static dev.viva.openai.SidebandAdapters.LONG;
import static dev.viva.openai.SidebandAdapters.provider;
import static dev.viva.openai.SidebandAdapters.speech;
import static dev.viva.openai.SidebandAdapters.transcribed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.realtime.Backoff;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Attached;
import dev.viva.realtime.CallEvent.SpeechStarted;
import dev.viva.realtime.CallEvent.StudentTranscribed;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.Sideband;
import dev.viva.testing.LogLines;
import dev.viva.testing.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidebandTest {
    private final ReceivedEvents received = new ReceivedEvents();

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

    /** While the database is out, events wait for the listener. Another replica that takes over gets none of them. */
    @Test
    void deliversWhatHadArrivedWhenItIsClosed() throws Exception {
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
                var provider = provider(upstream, LONG, AT_ONCE, 2)) {
            Sideband sideband = provider.observe("rtc_1", slow);
            var peer = upstream.peer();
            peer.send(speech("item_A"), speech("item_B"), speech("item_C")); // the third is one too many
            peer.left.await();
            sideband.close();
            goOn.countDown();

            assertThat(List.of(received.next(), received.next(), received.next(), received.next()))
                    .containsExactly(
                            new Attached(), new SpeechStarted("item_A"), new SpeechStarted("item_B"), CallEnd.CLOSED);
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
    void neverPutsAnInvalidIdIntoAUrl() throws Exception {
        try (var upstream = new FakeSideband(101);
                var provider = provider(upstream)) {
            assertThatThrownBy(() -> provider.observe("rtc_1&model=x", received))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
