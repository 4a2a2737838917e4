package dev.viva.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Offer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What faculty see of a group's conversations, over HTTP. */
@ParameterizedClass
@EnumSource(Engine.class)
class GroupItemsTest extends OnAGroup {
    private static void talk(Api.Opened session, String question, String answer) {
        api.relay(session, "item_2", "student", question);
        api.relay(session, "item_3", "patient", answer);
    }

    private static void end(Api.Opened session) {
        api.post(session.path("/end"), session.grant(), "");
    }

    private JsonNode items() {
        return read("/items?scenario_id=knee-after-football", Api.FACULTY).json();
    }

    private static JsonNode withId(JsonNode list, String id) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(one -> one.path("item_id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theItemsShowWhatTheConversationsMiss() {
        var early = encounter("Kim Lee");
        talk(early, "Any fever?", "No.");
        end(early);
        var late = encounter("kim lee");
        talk(late, "When did it happen?", "Six days ago, on Thursday evening.");
        end(late);
        var other = encounter("Noor Haddad");
        end(other);
        talk(encounter("Still Talking"), "When did it happen?", "Six days ago, on Thursday evening.");

        JsonNode matrix = items();

        assertThat(matrix.path("rows").findValuesAsText("student")).containsExactly("1", "2");
        assertThat(matrix.path("rows").findValuesAsText("encounters")).containsExactlyInAnyOrder("1", "2");
        JsonNode told = withId(matrix.path("columns"), "history/when-it-started");
        assertThat(told.path("met").asInt()).isEqualTo(1);
        assertThat(told.path("not_met").asInt()).isEqualTo(1);
        assertThat(withId(matrix.path("columns"), "history/fever-and-feeling-ill")
                        .path("not_met")
                        .asInt())
                .as("the latest encounter counts")
                .isEqualTo(2);
        assertThat(matrix.path("columns").findValuesAsText("kind"))
                .contains("history", "examination", "red_flag", "gate")
                .doesNotContain("plan", "communication");
        assertThat(matrix.path("older").asBoolean()).isFalse();
        assertThat(matrix.at("/rows/0").fieldNames())
                .toIterable()
                .as("no sum of a student")
                .containsExactlyInAnyOrder("student", "encounters", "cells");
        assertThat(matrix.toString()).doesNotContainIgnoringCase("kim").doesNotContain("ses_");
    }

    @Test
    void aStudentOfTwoExamsIsOneStudent() {
        end(attempt("Kim Lee"));
        end(attempt("Kim Lee"));
        end(attempt("Noor Haddad"));

        assertThat(items().path("rows").findValuesAsText("encounters")).containsExactlyInAnyOrder("2", "1");
    }

    @Test
    void theItemsAreOfTheNewest60Encounters() {
        for (int i = 0; i < 61; i++) {
            end(encounter("Student " + i));
        }

        JsonNode matrix = items();

        assertThat(matrix.path("rows")).hasSize(60);
        assertThat(matrix.path("older").asBoolean()).isTrue();
        assertThat(withId(matrix.path("columns"), "history/when-it-started")
                        .path("not_met")
                        .asInt())
                .isEqualTo(60);
    }

    @Test
    void theFidelityIsCountedByWhoPlayedThePatient() {
        var called = encounter("Kim Lee");
        assertThat(Offer.call(api, called)).isEqualTo(201);
        talk(called, "Do you take any medicines?", "Only the penicillin since my stroke in 2019.");
        end(called);
        var uncalled = encounter("Noor Haddad");
        talk(uncalled, "Any fever?", "No.");
        end(uncalled);
        encounter("Still Talking");

        JsonNode report = fidelity("?group=" + group.replace(" ", "%20"));

        assertThat(report.path("models").findValuesAsText("model")).containsExactly("simulator");
        JsonNode unknown = report.at("/models/0");
        assertThat(unknown.path("encounters").asInt()).isEqualTo(1);
        assertThat(unknown.path("patient_lines").asInt()).isEqualTo(1);
        assertThat(unknown.path("invented").asInt()).isZero();
        JsonNode simulator = report.at("/models/1");
        assertThat(simulator.path("encounters").asInt()).isEqualTo(1);
        assertThat(simulator.path("invented").asInt()).isEqualTo(1);
        assertThat(report.path("older").asBoolean()).isFalse();
        assertThat(api.get(called.path("/debrief"), Api.FACULTY)
                        .json()
                        .at("/fidelity/model")
                        .asText())
                .isEqualTo("simulator");
    }

    @Test
    void theFidelityIsOfOneCaseWhenAsked() {
        end(encounter("Kim Lee"));
        String of = "?group=" + group.replace(" ", "%20") + "&scenario_id=";

        assertThat(fidelity(of + "knee-after-football").path("models")).hasSize(1);
        assertThat(fidelity(of + "no-such-case").path("models")).isEmpty();
        assertThat(api.get("/api/v1/fidelity", api.open().grant()).status()).isEqualTo(403);
    }

    private static JsonNode fidelity(String query) {
        return api.get("/api/v1/fidelity" + query, Api.FACULTY).json();
    }

    @Test
    void theItemsAreOfOneCase() {
        end(encounter("Kim Lee"));

        assertThat(read("/items", Api.FACULTY).status()).isEqualTo(400);
        assertThat(read("/items?scenario_id=no-such-case", Api.FACULTY).json().path("rows"))
                .isEmpty();
        assertThat(read("/items?scenario_id=knee-after-football", api.open().grant())
                        .status())
                .isEqualTo(403);
    }
}
