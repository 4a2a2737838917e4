package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viva.openai.OpenAiRealtime;
import dev.viva.openai.ReceivedEvents;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Attached;
import dev.viva.realtime.CallEvent.Detached;
import dev.viva.realtime.CallEvent.ItemAdded;
import dev.viva.realtime.CallEvent.PatientPartial;
import dev.viva.realtime.CallEvent.PatientTranscribed;
import dev.viva.realtime.CallEvent.ResponseDone;
import dev.viva.realtime.CallEvent.SessionChanged;
import dev.viva.realtime.CallEvent.StudentTranscribed;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.ResilienceConfiguration;
import dev.viva.realtime.Sideband;
import dev.viva.realtime.Speaker;
import dev.viva.resilience.ResilientProvider;
import dev.viva.simulator.patient.Scripts;
import io.dropwizard.util.Duration;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapter against the simulator, over sockets; each was written from the provider's documentation. */
@Timeout(120)
class AdapterTest {
    private final ReceivedEvents received = new ReceivedEvents();
    private SimulatorServer server;
    private OpenAiRealtime plain;
    private ResilientProvider provider;

    @BeforeEach
    void start() throws Exception {
        server = new SimulatorServer(
                SimulatorServer.configuration(SimulatorConfiguration.MediaType.NONE, 5, Duration.milliseconds(0)));
        plain = server.provider(SimulatorServer.KEY);
        provider = new ResilientProvider(plain, ResilienceConfiguration.DEFAULTS);
    }

    @AfterEach
    void stop() throws Exception {
        provider.close();
        server.close();
    }

    private String call() {
        return provider.createCall(
                        SimulatorServer.offer("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"), SimulatorServer.config())
                .callId();
    }

    private List<Object> until(Class<?> last) throws InterruptedException {
        List<Object> events = new ArrayList<>();
        do {
            events.add(received.next());
        } while (!last.isInstance(events.getLast()));
        return events;
    }

    @Test
    void receivesATypedTurnAndItsAnswer() throws Exception {
        String callId = call();
        provider.observe(callId, received);
        assertThat(received.next()).isEqualTo(new Attached());

        try (HttpClient client = HttpClient.newHttpClient();
                TestSideband student = TestSideband.of(server, client, callId)) {
            student.send("""
                    {"type": "conversation.item.create", "item": {"type": "message", "role": "user", "id": "line",
                     "content": [{"type": "input_text", "text": "What makes it better?"}]}}""");
            student.send("{\"type\": \"response.create\"}");
            List<Object> events = until(ResponseDone.class);

            ItemAdded asked = (ItemAdded) events.getFirst();
            assertThat(asked.speaker()).isEqualTo(Speaker.STUDENT);
            assertThat(events.get(1)).isEqualTo(new StudentTranscribed(asked.itemId(), "What makes it better?", null));
            ItemAdded answer = (ItemAdded) events.get(2);
            assertThat(answer.speaker()).isEqualTo(Speaker.PATIENT);
            assertThat(answer.previousItemId()).isEqualTo(asked.itemId());
            assertThat(events)
                    .filteredOn(PatientTranscribed.class::isInstance)
                    .extracting(event -> ((PatientTranscribed) event).text())
                    .containsExactly(Scripts.BETTER);
            assertThat(events).anyMatch(PatientPartial.class::isInstance);
            ResponseDone done = (ResponseDone) events.getLast();
            assertThat(done.status()).isEqualTo("completed");
            assertThat(done.usage().total()).isPositive();
        }
        assertThat(plain.ignoredEvents()).isZero();
    }

    @Test
    void receivesTheAcknowledgementOfAnUpdate() throws Exception {
        Sideband sideband = provider.observe(call(), received);
        assertThat(received.next()).isEqualTo(new Attached());
        var rules = new CallRules(
                new Secret(Scripts.INSTRUCTIONS + "\nYou are in pain."), RealtimeConfiguration.DEFAULTS.speech("en"));

        sideband.update(rules);

        assertThat(((SessionChanged) received.next()).matches(rules)).isTrue();
    }

    @Test
    void receivesTheEndOfTheCall() throws Exception {
        String callId = call();
        provider.observe(callId, received);
        assertThat(received.next()).isEqualTo(new Attached());

        provider.hangUp(callId);
        provider.hangUp(callId);

        assertThat(received.next()).isEqualTo(new Detached(CallEvent.Detached.Cause.CLOSED));
        assertThat(received.next()).isEqualTo(CallEnd.ENDED);
    }

    @Test
    void isRefusedWithAnotherKey() throws Exception {
        try (OpenAiRealtime stranger = server.provider(new Secret("sk-unknown"))) {
            assertThat(catchThrowableOfType(ProviderException.class, stranger::models)
                            .kind())
                    .isEqualTo(ProviderException.Kind.UNAUTHORIZED);
        }
    }

    @Test
    void mintsSecretsAndListsModels() {
        var minted = provider.mintSecret(SimulatorServer.config(), java.time.Duration.ofMinutes(1));

        assertThat(minted.value().reveal()).startsWith("ek_");
        assertThat(minted.expiresAt()).isAfter(Instant.now());
        assertThat(provider.models()).extracting(Model::id).contains("gpt-realtime-2.1");
        assertThat(provider.models()).anyMatch(model -> model.shutdownDate() != null);
    }
}
