package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.content.CanonicalJson;
import dev.viva.library.TestContent;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.patient.Canaries;
import dev.viva.patient.CasePair;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the browser can read of the case on its data channel: session events repeat the instructions. */
class PresentPhaseTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FINDING = "/scenario/objective/results/finding";
    private static final String FELT = "/scenario/objective/results/reply";
    private static final String ASKS = "/scenario/asks/question";
    private static final String CLOSING = "/scenario/closing_line";
    private static final String HOPES = "/scenario/treatment_plan/patient_hopes";
    private static final String WORRIES = "/scenario/treatment_plan/patient_worries";
    private static final String REACTION = "/scenario/treatment_plan/reactions/reply";
    private static final String[] PLAN = {ASKS, CLOSING, HOPES, WORRIES, REACTION};

    /** In the case of the knee all questions of the patient belong to the plan. */
    private static final Canaries CANARIES = Canaries.at(
            renamed(TestContent.SHIPPED.pair("knee-after-football", "hana-suzuki", null)),
            FINDING,
            FELT,
            ASKS,
            CLOSING,
            HOPES,
            WORRIES,
            REACTION);

    @TempDir
    Path data;

    @TempDir
    Path content;

    @BeforeEach
    void write() throws IOException {
        CasePair pair = CANARIES.pair();
        write("personas/hana-canary.yaml", pair.persona());
        write("scenarios/knee-canary.yaml", pair.scenario());
    }

    @Test
    void hidesFindingsAndLaterPhasesFromTheBrowser() throws Exception {
        try (var server = VivaServer.start(
                data,
                new TestClock(),
                "simulator.key",
                LiveCall.KEY,
                "simulator.answer_delay",
                "0ms",
                "content.dir",
                content.toString())) {
            var api = new Api(server.url());
            try (var call = LiveCall.join(server, session(api))) {
                String history = sent(call);
                assertThat(history).contains(CANARIES.pair().scenario().openingLine());
                assertThat(CANARIES.in(history)).isEmpty();
                call.type("item_1", "Does it hurt when I press on the inside?");
                assertThat(CANARIES.in(call.awaitEvent("response.done"))).isEmpty();

                assertThat(CANARIES.in(change(api, call, "objective"))).isEmpty();
                assertThat(CANARIES.in(change(api, call, "treatment_plan"))).containsExactlyInAnyOrder(PLAN);
            }
        }
    }

    /** Mode direct behaves the same: it has no sideband either. */
    @Test
    void sendsTheWholeCaseWithoutASideband() throws Exception {
        try (var server = VivaServer.start(
                data,
                new TestClock(),
                "simulator.key",
                LiveCall.KEY,
                "calls.sideband",
                "false",
                "content.dir",
                content.toString())) {
            try (var call = LiveCall.joinUnattached(server, session(new Api(server.url())))) {
                assertThat(CANARIES.in(sent(call))).contains(PLAN).contains(FINDING, FELT);
            }
        }
    }

    private static Api.Opened session(Api api) {
        return api.open("{\"scenario_id\":\"knee-canary\",\"persona_id\":\"hana-canary\"}");
    }

    private static String change(Api api, LiveCall call, String phase) throws Exception {
        api.post(call.session.path("/phase"), call.session.grant(), "{\"phase\":\"" + phase + "\"}");
        return call.awaitEvent("Phase: " + phase);
    }

    /** An empty update makes the provider send the session again, as in the browser's first event. */
    private static String sent(LiveCall call) throws Exception {
        call.send("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
        String event = call.awaitEvent("\"type\":\"session.updated\"");
        JsonNode session = JSON.readTree(event).path("session");
        assertThat(session.path("instructions").asText()).startsWith("Case reference: knee-canary/hana-canary\n");
        return session.path("instructions").asText() + event;
    }

    private void write(String file, Object value) throws IOException {
        Path path = content.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, CanonicalJson.write(value));
    }

    /** Under ids of its own, beside the shipped content. */
    private static CasePair renamed(CasePair pair) {
        try {
            String persona = CanonicalJson.write(pair.persona()).replace("hana-suzuki", "hana-canary");
            String scenario = CanonicalJson.write(pair.scenario())
                    .replace("knee-after-football", "knee-canary")
                    .replace("MSK-01", "T-99")
                    .replaceFirst("\"personas\":\\[[^]]*]", "\"personas\":[\"hana-canary\"]");
            return new CasePair(
                    CanonicalJson.read(persona, Persona.class), CanonicalJson.read(scenario, Scenario.class), null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
