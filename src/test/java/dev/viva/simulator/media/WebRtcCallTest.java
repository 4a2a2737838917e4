package dev.viva.simulator.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.openai.OpenAiRealtime;
import dev.viva.realtime.Call;
import dev.viva.realtime.ProviderException;
import dev.viva.simulator.SimulatorConfiguration;
import dev.viva.simulator.SimulatorServer;
import dev.viva.simulator.TestSideband;
import dev.viva.simulator.patient.Scripts;
import dev.viva.testing.Until;
import io.dropwizard.util.Duration;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real calls over real sockets, with the native library at both ends. */
@Timeout(120)
public class WebRtcCallTest {
    private SimulatorServer server;
    private OpenAiRealtime provider;

    @BeforeEach
    void start() throws Exception {
        server = new SimulatorServer(
                SimulatorServer.configuration(SimulatorConfiguration.MediaType.WEBRTC, 3, Duration.milliseconds(50)));
        provider = server.provider(SimulatorServer.KEY);
    }

    @AfterEach
    void stop() throws Exception {
        provider.close();
        server.close();
    }

    private Call connect(TestBrowser browser) throws Exception {
        Call call = provider.createCall(browser.offer(), SimulatorServer.config());
        browser.accept(call.answer());
        return call;
    }

    @Test
    void answersATypedLineInTextAndAudio() throws Exception {
        try (TestBrowser browser = new TestBrowser()) {
            connect(browser);
            JsonNode session = browser.until("session.created").getLast().path("session");
            assertThat(session.path("instructions").asText()).isEqualTo(Scripts.INSTRUCTIONS);

            browser.send("""
                    {"type": "conversation.item.create", "item": {"type": "message", "role": "user",
                     "content": [{"type": "input_text", "text": "What makes it better?"}]}}""");
            browser.send("{\"type\": \"response.create\"}");
            List<JsonNode> events = browser.until("output_audio_buffer.stopped");

            assertThat(events)
                    .filteredOn(event -> event.path("type").asText().equals("response.output_audio_transcript.done"))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.path("transcript").asText()).isEqualTo(Scripts.BETTER));
            // "Walking eases it." takes about a second, in packets of 20 ms.
            Until.isTrue("more than 40 packets arrive", () -> browser.packetsReceived() > 40);
        }
    }

    /** Offers are untrusted: their candidates could make the service send packets to third parties. */
    @Test
    void sendsNothingToAddressesOfTheOffer() throws Exception {
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                TestBrowser browser = new TestBrowser()) {
            String offer = new String(browser.offer().bytes(), StandardCharsets.UTF_8);
            String claimed = "a=candidate:1 1 udp 2130706431 127.0.0.1 " + stranger.getLocalPort() + " typ host\r\n";
            Call call = provider.createCall(
                    SimulatorServer.offer(offer.replaceAll("(?m)^a=mid:", claimed + "a=mid:")),
                    SimulatorServer.config());
            browser.accept(call.answer());
            browser.until("session.created"); // the call is live and has searched for its browser

            stranger.setSoTimeout(1);
            assertThatThrownBy(() -> stranger.receive(new DatagramPacket(new byte[1], 1)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void sendsTheSameEventsToSidebandAndBrowser() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            TestSideband sideband;
            try (TestBrowser browser = new TestBrowser()) {
                Call call = connect(browser);
                browser.until("session.created");
                sideband = TestSideband.of(server, client, call.callId());
                sideband.send("{\"type\": \"session.update\", \"session\": {\"type\": \"realtime\"}}");
                assertThat(sideband.until("session.updated")).isEqualTo(browser.until("session.updated"));

                browser.send("{\"type\": \"response.create\"}");
                assertThat(sideband.until("output_audio_buffer.stopped"))
                        .isEqualTo(browser.until("output_audio_buffer.stopped"));
            }
            assertThat(sideband.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void hangUpClosesTheConnection() throws Exception {
        try (TestBrowser browser = new TestBrowser()) {
            Call call = connect(browser);
            browser.until("session.created");
            provider.hangUp(call.callId());

            browser.awaitChannelClosed();
            assertThat(server.simulator.liveCalls()).isZero();
        }
    }

    @Test
    void stoppingClosesAllConnections() throws Exception {
        try (TestBrowser one = new TestBrowser();
                TestBrowser two = new TestBrowser()) {
            connect(one);
            connect(two);
            one.until("session.created");
            two.until("session.created");
            server.simulator.stop();

            one.awaitChannelClosed();
            two.awaitChannelClosed();
        }
    }

    @Test
    void refusesAnUnreadableOffer() {
        assertThat(catchThrowableOfType(
                                ProviderException.class,
                                () -> provider.createCall(
                                        SimulatorServer.offer("v=0\r\nnonsense\r\n"), SimulatorServer.config()))
                        .kind())
                .isEqualTo(ProviderException.Kind.INVALID_OFFER);
        assertThat(server.simulator.liveCalls()).isZero();
    }
}
