package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import org.junit.jupiter.api.Test;

/** Tests on the patient, and what they show. */
@ContractSuite
class ExaminationSuiteTest {
    private static final String LACHMAN = "{\"item_id\":\"exam_1\",\"test_id\":\"lachman\",\"side\":\"right\"}";

    private final Deployment service;
    private final Api api;
    private final Api.Opened session;

    ExaminationSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
        this.session = api.open();
    }

    @Test
    void storesATestOnceAndRefusesAnotherUnderItsItem() {
        assertThat(examine(LACHMAN).status()).as("during the history").isEqualTo(409);
        begin(session);

        assertThat(examine(LACHMAN).status()).isEqualTo(201);
        assertThat(examine(LACHMAN).status()).isEqualTo(200);
        assertThat(examine(LACHMAN.replace("right", "left")).status()).isEqualTo(409);
        assertThat(examine(LACHMAN.replace("exam_1", "exam_2").replace(",\"side\":\"right\"", ""))
                        .json()
                        .at("/examination/outcome")
                        .asText())
                .isEqualTo("side_needed");
    }

    @Test
    void refusesWhatIsNoTest() {
        begin(session);
        assertThat(examine(LACHMAN.replace("lachman", "no-such-test")).status()).isEqualTo(422);
    }

    @Test
    void showsMediaAfterTheTestThatShowsIt() {
        JsonNode created = api.post(
                        "/api/v1/sessions",
                        null,
                        "{\"scenario_id\":\"breathless-on-stairs\",\"persona_id\":\""
                                + api.get("/api/v1/scenarios/breathless-on-stairs", null)
                                        .json()
                                        .at("/persona_ids/0")
                                        .asText()
                                + "\"}")
                .json();
        var breathless = new Api.Opened(
                created.at("/session/session_id").asText(),
                created.at("/access_token").asText());
        begin(breathless);
        String media = breathless.path("/media/spirometry-report");
        assertThat(api.get(media, breathless.grant()).status()).isEqualTo(404);
        api.post(
                breathless.path("/examinations"),
                breathless.grant(),
                "{\"item_id\":\"exam_1\",\"test_id\":\"spirometry\",\"consent\":true}");

        assertThat(api.get(media, breathless.grant()).status()).isEqualTo(200);
        if (!service.knownFaculty().isBlank()) {
            assertThat(api.get(media, service.faculty()).status()).isEqualTo(200);
        }
    }

    private Api.Reply examine(String body) {
        return api.post(session.path("/examinations"), session.grant(), body);
    }

    private void begin(Api.Opened one) {
        api.post(one.path("/phase"), one.grant(), "{\"phase\":\"objective\"}");
    }
}
