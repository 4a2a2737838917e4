package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.TestIssuer.Behaviour;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with an identity provider, over HTTP. */
class OidcAccessTest {
    @TempDir
    static Path data;

    private static final String TOKENS = "https://tokens.example";
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        String[] settings = ISSUER.settings();
        String[] more = Arrays.copyOf(settings, settings.length + 2);
        more[settings.length] = "access.oidc.login_origins";
        more[settings.length + 1] = TOKENS;
        server = VivaServer.start(data, CLOCK, more);
        TestIssuer.untilKnownTo(server);
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
        ISSUER.close();
    }

    private static int listSessions(String token) {
        return api.get("/api/v1/sessions", token).status();
    }

    @Test
    void aTokenOfFacultyOpensWhatTheFacultyKeyOpens() {
        var session = api.open();

        assertThat(listSessions(ISSUER.faculty("ada"))).isEqualTo(200);
        assertThat(api.get(session.path(""), ISSUER.faculty("ada")).status()).isEqualTo(200);
        assertThat(api.erase(session.id()).status()).isEqualTo(204);
    }

    @Test
    void refusesEveryWrongTokenOfFaculty() {
        var role = Map.of("realm_access", Map.of("roles", TestIssuer.FACULTY_ROLE));
        assertThat(listSessions(ISSUER.sign(ISSUER.claims("ada").claim("realm_access", role.get("realm_access")))))
                .isEqualTo(200);
        ISSUER.wrong("ada")
                .forEach((what, token) ->
                        assertThat(listSessions(token)).as(what).isIn(401, 431));
    }

    @Test
    void whoIsLoggedInGoesOnWhileTheIdentityProviderIsOut() {
        String loggedIn = ISSUER.faculty("ada");
        assertThat(listSessions(loggedIn)).isEqualTo(200);
        assertThat(warnings()).doesNotContain("identity provider does not answer");

        ISSUER.behave(Behaviour.OUT);
        CLOCK.advance(Duration.ofMinutes(6));
        Until.isTrue("the outage is noticed", () -> warnings().contains("identity provider does not answer"));
        assertThat(api.metric(server.adminUrl(), "viva_oidc_up")).isZero();
        assertThat(listSessions(loggedIn)).isEqualTo(200);
        assertThat(listSessions(ISSUER.faculty("another"))).isEqualTo(200);

        ISSUER.behave(Behaviour.WELL);
        CLOCK.advance(Duration.ofSeconds(10));
        Until.isTrue("its end is noticed", () -> !warnings().contains("identity provider does not answer"));
    }

    @Test
    void thePageMayConnectToTheIssuerAndWhereItTakesCodes() {
        String origin = ISSUER.issuer().replace("/realm", "");

        assertThat(api.get("/", null).header("Content-Security-Policy")).contains(origin + " " + TOKENS);
    }

    private static String warnings() {
        return api.get("/health", null).json().path("warnings").toString();
    }
}
