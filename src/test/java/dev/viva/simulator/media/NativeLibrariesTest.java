package dev.viva.simulator.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.VivaApplication;
import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without desktop libraries voice is unavailable with a reason, and everything else works. */
class NativeLibrariesTest {
    @Test
    void namesMissingLibrariesAndTheirPackages() {
        assertThat(NativeLibraries.missing(library -> true)).isEmpty();
        assertThat(NativeLibraries.missing(library -> !library.startsWith("libXcomposite")))
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("libXcomposite.so.1", "apt-get install libxcomposite1", "Typed encounters work"));
    }

    @Test
    void serviceStartsWithoutThemForTypedEncounters(@TempDir Path folder) throws Exception {
        try (var server = ServerProcess.launch(
                folder,
                ServerProcess.freePort(),
                VivaApplication.class,
                List.of(
                        "-D" + NativeLibraries.HIDDEN + "=libXcomposite.so.1",
                        "-Ddw.simulator.media=webrtc",
                        "-Ddw.simulator.answer_delay=0ms"))) {
            server.untilReady();
            var api = new Api(server.url());
            assertThat(api.get("/health", null).json().path("warnings").toString())
                    .contains("libXcomposite.so.1", "apt-get install", "libxcomposite1");
            assertThat(api.get("/api/v1/voices", null)
                            .json()
                            .path("unavailable")
                            .asText())
                    .contains("libXcomposite.so.1");
            var session = api.open();
            var refused = Offer.mint(api, session);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("code").asText()).isEqualTo("voice_unavailable");

            var said = api.post(session.path("/say"), session.grant(), "{\"item_id\":\"t1\",\"text\":\"Hello there\"}");
            assertThat(said.status()).isEqualTo(201);
            Until.isTrue("the patient answers", () -> turns(api, session).size() == 2);
            api.send("POST", session.path("/end"), session.grant(), null, Map.of());
            server.untilSaid("apt-get install", "libxcomposite1");
            assertThat(server.output()).doesNotContain("\tat ");
        }
    }

    private static List<JsonNode> turns(Api api, Api.Opened session) {
        return api.get(session.path("/turns"), session.grant())
                .json()
                .path("turns")
                .valueStream()
                .toList();
    }
}
