package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.content.ContentConfiguration;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.library.CaseLibrary;
import dev.viva.model.ExaminationResult;
import dev.viva.model.Scenario;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the browser can read of the case on its data channel: session events repeat the instructions. */
class PresentPhaseTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Scenario CASE = CaseLibrary.load(
                    ContentConfiguration.builtIn(), new SchemaValidator(Contract.load()))
            .pair("knee-after-football", "hana-suzuki", null)
            .scenario();
    private static final List<String> FINDINGS = CASE.objective().stream()
            .flatMap(topic -> topic.results().stream())
            .map(ExaminationResult::finding)
            .toList();
    private static final List<String> PLAN = Stream.of(
                    CASE.treatmentPlan().patientHopes(), CASE.treatmentPlan().patientWorries())
            .toList();

    @TempDir
    Path data;

    @Test
    void hidesLaterPhasesFromTheBrowser() throws Exception {
        try (var server = VivaServer.start(
                        data, new TestClock(), "simulator.key", LiveCall.KEY, "simulator.answer_delay", "0ms");
                var call = LiveCall.open(server)) {
            var api = new Api(server.url());
            assertThat(instructionsOf(call))
                    .contains(CASE.openingLine())
                    .doesNotContain(FINDINGS)
                    .doesNotContain(PLAN);
            call.type("item_1", "Does it hurt when I press on the inside?");
            assertThat(call.awaitEvent("response.done")).doesNotContain("# Examination");

            assertThat(change(api, call, "objective")).contains(FINDINGS).doesNotContain(PLAN);
            assertThat(change(api, call, "treatment_plan")).contains(FINDINGS).contains(PLAN);
        }
    }

    /** Mode direct behaves the same: it has no sideband either. */
    @Test
    void sendsTheWholeCaseWithoutASideband() throws Exception {
        try (var server = VivaServer.start(
                        data, new TestClock(), "simulator.key", LiveCall.KEY, "calls.sideband", "false");
                var call = LiveCall.openUnattached(server)) {
            assertThat(instructionsOf(call)).contains(FINDINGS).contains(PLAN);
        }
    }

    private static String change(Api api, LiveCall call, String phase) throws Exception {
        api.post(call.session.path("/phase"), call.session.grant(), "{\"phase\":\"" + phase + "\"}");
        return instructions(call.awaitEvent("Phase: " + phase));
    }

    /** An empty update makes the provider send the session again, as in the browser's first event. */
    private static String instructionsOf(LiveCall call) throws Exception {
        call.send("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
        return instructions(call.awaitEvent("\"type\":\"session.updated\""));
    }

    private static String instructions(String event) throws Exception {
        JsonNode session = JSON.readTree(event).path("session");
        return session.path("instructions").asText();
    }
}
