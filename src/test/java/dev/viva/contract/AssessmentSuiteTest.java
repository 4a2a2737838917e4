package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Notes on lines, rubrics and scores. */
@ContractSuite
class AssessmentSuiteTest {
    private static final String NOTE =
            "{\"note_id\":\"note-1\",\"visibility\":\"student\",\"text\":\"Read this again.\"}";

    private final Deployment service;
    private final Api api;
    private final Api.Opened session;

    AssessmentSuiteTest(Deployment service) {
        this.service = service;
        this.api = service.api();
        this.session = api.open();
    }

    @Test
    void storesListsAndDeletesANote() {
        String notes = session.path("/notes");
        assertThat(api.post(notes, session.grant(), NOTE).status()).isEqualTo(201);
        assertThat(api.post(notes, session.grant(), NOTE).status()).isEqualTo(200);
        assertThat(api.post(notes, session.grant(), NOTE.replace("again", "twice"))
                        .status())
                .isEqualTo(409);
        assertThat(api.get(notes, session.grant()).status()).isEqualTo(200);
        assertThat(api.send("DELETE", notes + "/note-1", session.grant(), null, Map.of())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void signsAnAssessmentForGood() {
        String draft = "{\"rubric_id\":\"physiotherapy\",\"rubric_version\":\"1\",\"version\":1,\"state\":\"draft\","
                + "\"scores\":[]}";
        assertThat(put(draft).status()).isEqualTo(200);
        assertThat(api.send(
                                "PUT",
                                session.path("/assessments/mine"),
                                service.faculty(),
                                draft.replace("[]", "[{\"criterion_id\":\"goal\",\"value\":0}]"),
                                Map.of("Content-Type", "application/json", "If-None-Match", "*"))
                        .status())
                .isEqualTo(412);
        assertThat(put(draft.replace("draft", "signed")).status()).isEqualTo(422);
        var scores = new StringBuilder();
        api.get("/api/v1/rubrics/physiotherapy", null)
                .json()
                .path("criteria")
                .forEach(criterion -> scores.append(scores.isEmpty() ? "" : ",")
                        .append("{\"criterion_id\":\"")
                        .append(criterion.path("id").asText())
                        .append("\"}"));
        String signed = draft.replace("draft", "signed").replace("[]", "[" + scores + "]");
        assertThat(put(signed).status()).isEqualTo(200);
        assertThat(put(draft).status()).isEqualTo(409);
        assertThat(api.get(session.path("/assessments"), service.faculty()).status())
                .isEqualTo(200);
    }

    @Test
    void showsAndExportsAGroup() {
        for (String what : List.of(
                "matrix",
                "items?scenario_id=knee-after-football",
                "agreement",
                "export",
                "export?format=csv&bom=true&separator=semicolon",
                "export?format=json")) {
            assertThat(api.get("/api/v1/groups/PT-2B/" + what, service.faculty())
                            .status())
                    .as(what)
                    .isEqualTo(200);
        }
    }

    private Api.Reply put(String body) {
        return api.send(
                "PUT",
                session.path("/assessments/mine"),
                service.faculty(),
                body,
                Map.of("Content-Type", "application/json"));
    }
}
