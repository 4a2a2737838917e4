package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The debrief and the reflection. */
@ContractSuite
class DebriefSuiteTest {
    private static final String REFLECTION =
            "{\"prompts_version\":\"1\",\"answers\":[{\"prompt_id\":\"next-time\",\"text\":\"Ask about fever.\"}]}";

    private final Deployment service;
    private final Api api;
    private final Api.Opened session;

    DebriefSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
        this.session = api.open();
    }

    @Test
    void showsTheDebriefToFacultyAndLaterToTheStudent() {
        api.relay(session, "item_1", "student", "When did it start?");
        api.relay(session, "item_2", "patient", "Six days ago, on Thursday evening.");

        assertThat(api.get(session.path("/debrief"), session.grant()).status()).isEqualTo(409);
        assertThat(api.get(session.path("/assessments"), session.grant()).status())
                .isEqualTo(409);
        assertThat(api.get(session.path("/debrief"), service.faculty()).status())
                .isEqualTo(200);
        assertThat(put("/debrief/release", service.faculty(), "{\"answers\":false}"))
                .isEqualTo(200);
        assertThat(api.get(session.path("/debrief/release"), service.faculty()).status())
                .isEqualTo(200);
    }

    @Test
    void keepsTheFirstReflection() {
        assertThat(put("/reflection", session.grant(), REFLECTION)).isEqualTo(409);
        api.post(session.path("/end"), session.grant(), "");

        assertThat(put("/reflection", session.grant(), REFLECTION)).isEqualTo(200);
        assertThat(api.get(session.path("/reflection"), session.grant()).status())
                .isEqualTo(200);
    }

    private int put(String path, String bearer, String body) {
        return api.send("PUT", session.path(path), bearer, body, Map.of("Content-Type", "application/json"))
                .status();
    }
}
