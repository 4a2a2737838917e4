package dev.viva.simulator.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Secret;
import dev.viva.simulator.Faults;
import dev.viva.simulator.PatientSettings;
import dev.viva.simulator.SimulatedCall;
import dev.viva.simulator.conversation.ServerEvents;
import dev.viva.simulator.patient.Scripts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NoMediaTest {
    private static String answer(String offer) {
        byte[] bytes = offer.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try (NoMedia media = new NoMedia()) {
            SimulatedCall call = new SimulatedCall(
                    new SimulatedCall.Beginning(
                            "rtc_1", new Secret("key"), ServerEvents.object(), Instant.EPOCH, Faults.NONE),
                    new PatientSettings(Scripts.LIBRARY, Duration.ZERO),
                    lost -> {});
            return new String(media.answer(bytes, call).answer().bytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void answersTheMediaSectionsInOrder() {
        String answer = answer("""
                v=0
                s=-
                m=audio 9 UDP/TLS/RTP/SAVPF 63 109
                a=mid:sound
                a=rtpmap:109 opus/48000/2
                m=video 9 UDP/TLS/RTP/SAVPF 96
                a=mid:film
                m=application 9 UDP/DTLS/SCTP webrtc-datachannel
                a=mid:events
                """);

        assertThat(answer.lines().filter(line -> line.startsWith("m=")))
                .containsExactly(
                        "m=audio 9 UDP/TLS/RTP/SAVPF 109 0 8",
                        "m=video 0 UDP/TLS/RTP/SAVPF 0",
                        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel");
        assertThat(answer).contains("a=group:BUNDLE sound events\r\n", "a=mid:film\r\n", "a=ice-lite\r\n");
        assertThat(answer.replace("\r\n", "")).doesNotContain("\n", "\r");
    }

    @Test
    void addsNoDataChannelThatWasNotOffered() {
        assertThat(answer("v=0\nm=audio 9 UDP/TLS/RTP/SAVPF 111\na=mid:0\n")).doesNotContain("m=application");
    }
}
