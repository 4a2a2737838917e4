package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.realtime.SdpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedCallsTest {
    private static final byte[] OFFER = {};
    private static final ObjectNode WISH = Events.object().put("type", "realtime");

    /** Media that notes what happens to its legs. */
    private static final class FakeMedia implements Media {
        private final List<String> happened = new ArrayList<>();
        private Runnable lost = () -> {};
        private long expiresAt;
        private boolean loseAtOnce;
        private boolean refuse;

        @Override
        public Leg answer(byte[] offer, ObjectNode session, Runnable whenLost) {
            if (refuse) {
                throw Refusal.of(500, "media_unavailable", "No.");
            }
            lost = whenLost;
            expiresAt = session.path("expires_at").asLong();
            if (loseAtOnce) {
                whenLost.run();
            }
            return new Leg() {
                @Override
                public SdpAnswer answer() {
                    return new SdpAnswer(new byte[] {1});
                }

                @Override
                public void expire() {
                    happened.add("expired");
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

    private final FakeMedia media = new FakeMedia();
    private final FakeTimers timers = new FakeTimers();
    private final Instant now = Instant.parse("2026-11-01T10:00:00Z");
    private final SimulatedCalls calls = new SimulatedCalls(media, 1, timers, InstantSource.fixed(now));

    @Test
    void endsACallWhoseTimeIsOver() {
        calls.open(OFFER, WISH);
        assertThat(Instant.ofEpochSecond(media.expiresAt)).isEqualTo(now.plusSeconds(3600));
        timers.pass(Duration.ofMinutes(59));
        assertThat(media.happened).isEmpty();

        timers.pass(Duration.ofMinutes(1));
        assertThat(media.happened).containsExactly("expired", "closed");
        assertThat(calls.live()).isZero();
    }

    @Test
    void endsACallOnceHoweverOftenItIsLost() {
        String callId = calls.open(OFFER, WISH).callId();
        media.lost.run();
        media.lost.run();

        assertThat(media.happened).containsExactly("closed");
        assertThat(calls.hangUp(callId)).isFalse();
        calls.open(OFFER, WISH);
        assertThatThrownBy(() -> calls.open(OFFER, WISH)).isInstanceOf(Refusal.class);
        timers.pass(Duration.ofMinutes(30));
        assertThat(media.happened).containsExactly("closed");
    }

    @Test
    void closesACallThatIsLostBeforeItsAnswerIsMade() {
        media.loseAtOnce = true;
        calls.open(OFFER, WISH);

        assertThat(media.happened).containsExactly("closed");
        assertThat(calls.live()).isZero();
    }

    @Test
    void givesThePlaceBackWhenThereIsNoAnswer() {
        media.refuse = true;
        assertThatThrownBy(() -> calls.open(OFFER, WISH)).isInstanceOf(Refusal.class);
        media.refuse = false;

        assertThat(calls.open(OFFER, WISH).callId()).startsWith("rtc_");
    }

    @Test
    void takesNoCallOnceClosed() {
        calls.open(OFFER, WISH);
        calls.close();

        assertThat(media.happened).containsExactly("closed", "media closed");
        assertThatThrownBy(() -> calls.open(OFFER, WISH))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    }
}
