package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call that follows another in an encounter: the patient remembers what was said. */
class SecondCallTest {
    private static final String RECORD = "# What was said so far";
    private static final String FIRST = "Where exactly does it hurt?";
    private static final String SECOND = "What makes it worse?";

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server =
                VivaServer.start(data, new TestClock(), "simulator.key", LiveCall.KEY, "simulator.answer_delay", "0ms");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void knowsWhatWasSaidInTheFirstAndKeepsItThroughThePhases() throws Exception {
        try (var first = LiveCall.open(server)) {
            assertThat(instructions(first)).doesNotContain(RECORD);
            first.type("item_first", FIRST);
            String answer = first.turns(2).get(1).path("text").asText();
            try (var second = LiveCall.join(server, first.session)) {
                String told = "- Student: \\\"" + FIRST + "\\\"\\n- You: \\\"" + answer + "\\\"";
                assertThat(instructions(second)).contains(RECORD, told);

                second.type("item_second", SECOND);
                second.turns(4);
                api.post(second.session.path("/phase"), second.session.grant(), "{\"phase\":\"objective\"}");
                assertThat(second.awaitEvent("Phase: objective"))
                        .contains(RECORD, told)
                        .doesNotContain(SECOND);
                assertThat(told(second)).contains(RECORD, FIRST).doesNotContain(SECOND);
            }
        }
    }

    @Test
    void knowsWhatWasTypedBefore() throws Exception {
        var session = api.open();
        api.post(session.path("/say"), session.grant(), "{\"item_id\":\"typed_1\",\"text\":\"" + FIRST + "\"}");
        Until.isTrue(
                "the patient answers",
                () -> api.get(session.path("/turns"), session.grant())
                                .json()
                                .path("turns")
                                .size()
                        == 2);
        try (var call = LiveCall.join(server, session)) {
            assertThat(instructions(call)).contains(RECORD, "- Student: \\\"" + FIRST);
        }
    }

    @Test
    void tellsEachCallItsNumber() {
        var session = api.open();
        for (String number : List.of("1", "2")) {
            String token = Offer.mint(api, session).json().path("rtc_token").asText();
            assertThat(Offer.connect(api, session, token).headers().firstValue("X-Call-Number"))
                    .contains(number);
        }
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
    }

    /** The provider repeats its session, with the instructions, for an empty update. */
    private static String instructions(LiveCall call) throws InterruptedException {
        call.send("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
        return call.awaitEvent("\"type\":\"session.updated\"");
    }

    private static String told(LiveCall call) {
        return api.get(call.session.path("/voice/instructions"), Api.FACULTY)
                .json()
                .path("instructions")
                .asText();
    }
}
