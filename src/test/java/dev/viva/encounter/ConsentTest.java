package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment whose participants agree to a text before an encounter. */
class ConsentTest {
    private static final String TEXT = "What you say is stored for your teachers.";

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data, new TestClock(), "access.consent.version", "2026-09", "access.consent.text", TEXT);
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Api.Reply create(String version) {
        return api.post("/api/v1/sessions", null, Api.CASE.replace("}", ",\"consent_version\":\"" + version + "\"}"));
    }

    @Test
    void showsTheTextToAnyone() {
        var consent = api.get("/api/v1/deployment", null).json().path("consent");

        assertThat(consent.path("version").asText()).isEqualTo("2026-09");
        assertThat(consent.path("text").asText()).isEqualTo(TEXT);
    }

    @Test
    void storesTheVersionThatWasAgreedTo() {
        var created = create("2026-09").json();
        String session = "/api/v1/sessions/" + created.at("/session/session_id").asText();

        assertThat(created.at("/session/consent_version").asText()).isEqualTo("2026-09");
        assertThat(api.get(session, created.path("access_token").asText())
                        .json()
                        .path("consent_version")
                        .asText())
                .isEqualTo("2026-09");
    }

    @Test
    void refusesWhoeverDidNotAgreeToThisVersion() {
        for (var refused : new Api.Reply[] {create("2025-09"), api.post("/api/v1/sessions", null, Api.CASE)}) {
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/consent_version");
        }
    }
}
