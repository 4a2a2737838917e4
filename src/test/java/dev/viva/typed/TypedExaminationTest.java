package dev.viva.typed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The student asks for a test in a typed line. */
@ParameterizedClass
@EnumSource(Engine.class)
@Timeout(120)
class TypedExaminationTest {
    private static final String ASKED = "I will do the Lachman test on your right knee.";

    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(engine, data, new TestClock(), "simulator.answer_delay", "0ms");
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @Test
    void storesTheExaminationAndTheAnswer() {
        var session = examining();
        Typing.say(api, session, "item_1", ASKED);

        var turns = Typing.turns(api, session, 2);
        assertThat(turns.getLast().path("text").asText())
                .contains("That feels odd rather than painful")
                .doesNotContain("8 mm");
        JsonNode examination = examination(session);
        assertThat(examination.path("outcome").asText()).isEqualTo("found");
        assertThat(examination.path("asked_by").asText()).isEqualTo("voice");
        assertThat(examination.path("finding").asText()).contains("8 mm");
    }

    private static Api.Opened examining() {
        var session = api.open();
        api.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}");
        return session;
    }

    private static JsonNode examination(Api.Opened session) {
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            return Typing.until(frames, "examination").data().path("examination");
        }
    }
}
