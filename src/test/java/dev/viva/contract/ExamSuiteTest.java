package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Setting, taking and releasing an exam. */
@ContractSuite
class ExamSuiteTest {
    private static final String PAIR = "\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"";

    private final Deployment service;
    private final Api api;

    ExamSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
    }

    @Test
    void isTakenOnceAndReleasedByFaculty() {
        var set = api.post(
                "/api/v1/exams",
                service.faculty(),
                "{\"title\":\"Station 3\"," + PAIR
                        + ",\"opens_at\":\"2026-01-01T09:00:00Z\",\"closes_at\":\"2099-01-01T09:00:00Z\"}");
        assertThat(set.status()).isEqualTo(201);
        String exam = set.json().path("exam_id").asText();
        assertThat(api.get("/api/v1/exams/" + exam, null).status()).isEqualTo(200);

        String wish = "{" + PAIR + ",\"exam_id\":\"" + exam + "\",\"participant\":{\"name\":\"Kim Lee\"}}";
        var begun = api.post("/api/v1/sessions", null, wish);
        assertThat(begun.status()).isEqualTo(201);
        assertThat(api.post("/api/v1/sessions", null, wish).status()).isEqualTo(409);
        if (!service.remote()) { // once it is closed, which takes control of the clock
            var session = new Api.Opened(
                    begun.json().at("/session/session_id").asText(),
                    begun.json().path("access_token").asText());
            api.post(session.path("/end"), session.grant(), "");
            service.clock().advance(Duration.ofSeconds(11));
            for (String path : List.of("/turns", "/transcript", "/events", "/media/xray-report", "/notes")) {
                assertThat(api.get(session.path(path), session.grant()).status())
                        .as(path)
                        .isEqualTo(409);
            }
        }

        assertThat(api.send(
                                "PUT",
                                "/api/v1/exams/" + exam + "/release",
                                service.faculty(),
                                "{\"answers\":true}",
                                Map.of("Content-Type", "application/json"))
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/exams", service.faculty()).json().findValuesAsText("exam_id"))
                .contains(exam);
    }
}
