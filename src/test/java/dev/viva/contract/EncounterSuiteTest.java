package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sessions: accepted requests and conflicts with the stored state. */
@ContractSuite
class EncounterSuiteTest {
    private final Deployment service;
    private final Api api;

    EncounterSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
    }

    @Test
    void createsASessionWithItsLocation() {
        var created = api.post("/api/v1/sessions", null, Api.CASE);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location"))
                .endsWith("/api/v1/sessions/"
                        + created.json().at("/session/session_id").asText());
    }

    @Test
    void answersARepeatedKeyWithTheSameSession() {
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        var first = api.send("POST", "/api/v1/sessions", null, Api.CASE, headers);
        var again = api.send("POST", "/api/v1/sessions", null, Api.CASE, headers);

        assertThat(again.raw().body()).isEqualTo(first.raw().body());
    }

    @Test
    void readsAdvancesEndsAndErases() {
        var session = api.open();
        String grant = session.grant();
        assertThat(api.get(session.path(""), grant).status()).isEqualTo(200);
        assertThat(phase(session, "objective").status()).isEqualTo(200);
        assertThat(phase(session, "subjective").status()).isEqualTo(409);
        assertThat(end(session).status()).isEqualTo(200);
        assertThat(phase(session, "treatment_plan").status()).isEqualTo(409);

        var erased = api.send("DELETE", session.path(""), service.faculty(), null, Map.of());
        assertThat(erased.status()).isEqualTo(204);
        assertThat(api.get(session.path(""), grant).status()).isEqualTo(404);
    }

    @Test
    void erasesWhateverTypeTheClientAccepts() {
        var session = api.open();
        var accept = Map.of("Accept", "application/json");

        assertThat(api.send("DELETE", session.path(""), service.faculty(), null, accept)
                        .status())
                .isEqualTo(204);
    }

    private Api.Reply phase(Api.Opened session, String phase) {
        return api.post(session.path("/phase"), session.grant(), "{\"phase\":\"" + phase + "\"}");
    }

    private Api.Reply end(Api.Opened session) {
        return api.send("POST", session.path("/end"), session.grant(), null, Map.of());
    }
}
