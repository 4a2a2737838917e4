package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Voice calls, with the deployment's provider. */
@ContractSuite
class VoiceSuiteTest {
    private final Api api;
    private final Api.Opened session;

    VoiceSuiteTest(Deployment service) {
        this.api = service.api();
        this.session = api.open();
    }

    @Test
    void connectsOneCallPerToken() {
        var minted = Offer.mint(api, session);
        assertThat(minted.status()).isEqualTo(201);
        String token = minted.json().path("rtc_token").asText();
        if (minted.json().path("simulated").asBoolean()) {
            // The offer is not a real browser's, so a paid provider is not called.
            var answer = Offer.connect(api, session, token);
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).endsWith('\r', '\n');
        }
        assertThat(Offer.connect(api, session, token + "x").statusCode()).isEqualTo(412);
        end();
    }

    @Test
    void refusesACallForAnEndedSession() {
        String token = Offer.mint(api, session).json().path("rtc_token").asText();
        end();

        assertThat(Offer.mint(api, session).status()).isEqualTo(409);
        assertThat(Offer.connect(api, session, token).statusCode()).isEqualTo(409);
    }

    private void end() {
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
    }
}
