package dev.viva.patient;

import static dev.viva.library.TestContent.SHIPPED;
import static dev.viva.patient.Occasions.ALONE;
import static dev.viva.patient.Occasions.SIDEBAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Invariant 7: the members of a case of which the instructions contain a text, and no other. */
class WhatTheVoiceKnowsTest {
    private static final List<String> HISTORY = List.of(
            "/persona/address",
            "/persona/background",
            "/persona/medical_baseline/alcohol",
            "/persona/medical_baseline/allergies",
            "/persona/medical_baseline/family",
            "/persona/medical_baseline/smoking",
            "/persona/name",
            "/persona/next_of_kin",
            "/persona/occupation",
            "/persona/personality",
            "/persona/preferred_name",
            "/persona/pronouns",
            "/persona/speech_style",
            "/persona/summary",
            "/scenario/affect",
            "/scenario/asks/question",
            "/scenario/asks/when",
            "/scenario/briefing",
            "/scenario/hidden_agenda/concern",
            "/scenario/hidden_agenda/reply",
            "/scenario/hidden_agenda/trigger",
            "/scenario/opening_line",
            "/scenario/pain_behaviour",
            "/scenario/setting",
            "/scenario/subjective/reply",
            "/scenario/subjective/topic");
    private static final String[] PLAN = {
        "/scenario/closing_line",
        "/scenario/treatment_plan/patient_hopes",
        "/scenario/treatment_plan/patient_worries",
        "/scenario/treatment_plan/reactions/examples/first",
        "/scenario/treatment_plan/reactions/reply"
    };
    private static final String[] FINDINGS = {
        "/scenario/objective/contraindication/reply",
        "/scenario/objective/position",
        "/scenario/objective/results/finding",
        "/scenario/objective/results/reply",
        "/scenario/objective/topic"
    };

    @Test
    void invariant7WithASidebandNoFindingAndNoLaterPhase() {
        Canaries canaries = canaries(null);

        assertThat(canaries.in(Instructions.compose(canaries.pair(), Phase.SUBJECTIVE, SIDEBAND)))
                .containsExactlyElementsOf(HISTORY);
        assertThat(canaries.in(Instructions.compose(canaries.pair(), Phase.OBJECTIVE, SIDEBAND)))
                .containsExactlyElementsOf(HISTORY);
        assertThat(canaries.in(Instructions.compose(canaries.pair(), Phase.TREATMENT_PLAN, SIDEBAND)))
                .containsExactlyElementsOf(with(PLAN));
    }

    @Test
    void invariant7WithoutASidebandAllPhasesAndNothingOfFaculty() {
        Canaries canaries = canaries(null);
        var all = Stream.of(PLAN, FINDINGS).flatMap(Arrays::stream).toArray(String[]::new);

        for (Phase phase : Phase.values()) {
            assertThat(canaries.in(Instructions.compose(canaries.pair(), phase, ALONE)))
                    .containsExactlyElementsOf(with(all));
        }
    }

    @Test
    void invariant7AnotherPersonKnowsTheirPartAlone() {
        Canaries canaries = canaries("wife");

        for (Phase phase : Phase.values()) {
            assertThat(canaries.in(Instructions.compose(canaries.pair(), phase, ALONE)))
                    .containsExactly(
                            "/persona/address",
                            "/persona/name",
                            "/persona/pronouns",
                            "/role/instructions",
                            "/role/name",
                            "/role/opening_line",
                            "/role/title",
                            "/scenario/briefing",
                            "/scenario/setting",
                            "/scenario/subjective/reply",
                            "/scenario/subjective/topic");
        }
    }

    /** The case with every optional member. */
    private static Canaries canaries(@Nullable String role) {
        return Canaries.everywhere(SHIPPED.pair("four-months-after", "stanley-baptiste", role));
    }

    private static List<String> with(String... more) {
        return Stream.concat(HISTORY.stream(), Arrays.stream(more)).sorted().toList();
    }
}
