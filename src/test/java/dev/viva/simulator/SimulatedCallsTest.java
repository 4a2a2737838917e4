package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import dev.viva.realtime.Sdp;
import dev.viva.simulator.conversation.FakeTimers;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.ServerEvents;
import dev.viva.simulator.media.Media;
import dev.viva.simulator.media.SilentVoice;
import dev.viva.simulator.patient.Scripts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedCallsTest {
    private static final byte[] OFFER = {};
    private static final Secret OWNER = new Secret("key");
    private static final ObjectNode WISH = ServerEvents.object().put("type", "realtime");
    private static final SimulatedCalls.Request REQUEST = new SimulatedCalls.Request(OFFER, WISH, OWNER, Faults.NONE);

    /** Media that record what happens to their legs. */
    private final class FakeMedia implements Media {
        private final List<String> happened = new ArrayList<>();
        private final List<String> sent = new ArrayList<>();
        private Runnable lost = () -> {};
        private boolean loseAtOnce;
        private boolean refuse;

        @Override
        public Leg answer(byte[] offer, FarEnd call) {
            if (refuse) {
                throw Refusal.of(500, "media_unavailable", "No.");
            }
            lost = call::lost;
            call.begin(timers, new SilentVoice(timers), sent::add).open();
            if (loseAtOnce) {
                call.lost();
            }
            return new Leg() {
                @Override
                public Sdp.Answer answer() {
                    return new Sdp.Answer(new byte[] {1});
                }

                @Override
                public void close() {
                    happened.add("closed");
                }
            };
        }

        @Override
        public void close() {
            happened.add("media closed");
        }
    }

    private final FakeTimers timers = new FakeTimers();
    private final FakeMedia media = new FakeMedia();
    private final Instant now = Instant.parse("2026-11-01T10:00:00Z");
    private final SimulatedCalls calls = new SimulatedCalls(
            media, 1, timers, InstantSource.fixed(now), new PatientSettings(Scripts.LIBRARY, Duration.ZERO));

    @Test
    void endsACallAtItsTimeLimit() {
        calls.open(REQUEST);
        assertThat(media.sent)
                .singleElement()
                .asString()
                .contains("\"expires_at\":" + now.plusSeconds(3600).getEpochSecond());
        timers.pass(Duration.ofMinutes(59));
        assertThat(media.happened).isEmpty();

        timers.pass(Duration.ofMinutes(1));
        assertThat(media.sent.getLast()).contains("session_expired");
        assertThat(media.happened).containsExactly("closed");
        assertThat(calls.live()).isZero();
    }

    @Test
    void endsARepeatedlyLostCallOnce() {
        String callId = calls.open(REQUEST).callId();
        media.lost.run();
        media.lost.run();

        assertThat(media.happened).containsExactly("closed");
        assertThatThrownBy(() -> calls.find(callId, OWNER)).isInstanceOf(Refusal.class);
        calls.open(REQUEST);
        assertThatThrownBy(() -> calls.open(REQUEST)).isInstanceOf(Refusal.class);
        timers.pass(Duration.ofMinutes(30));
        assertThat(media.happened).containsExactly("closed");
    }

    @Test
    void closesACallLostBeforeItsAnswer() {
        media.loseAtOnce = true;
        calls.open(REQUEST);

        assertThat(media.happened).containsExactly("closed");
        assertThat(calls.live()).isZero();
    }

    @Test
    void releasesTheSlotOfACallWithoutAnAnswer() {
        media.refuse = true;
        assertThatThrownBy(() -> calls.open(REQUEST)).isInstanceOf(Refusal.class);
        media.refuse = false;

        assertThat(calls.open(REQUEST).callId()).startsWith("rtc_");
    }

    @Test
    void refusesCallsAfterClose() {
        calls.open(REQUEST);
        calls.close();

        assertThat(media.happened).containsExactly("closed", "media closed");
        assertThatThrownBy(() -> calls.open(REQUEST))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    }
}
