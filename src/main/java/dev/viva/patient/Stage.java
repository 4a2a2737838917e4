package dev.viva.patient;

import static dev.viva.patient.Occasion.Findings.WRITTEN;
import static dev.viva.patient.Section.line;

import dev.viva.model.PatientQuestion;
import dev.viva.model.Phase;
import dev.viva.model.PlanReaction;
import dev.viva.model.TreatmentPlan;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the patient knows and does in a phase. It stands last, so that the provider can keep what stands before it. */
final class Stage {
    private static final String SUBJECTIVE = """
            The student takes your history. Answer from the history.
            Nothing is examined yet: if the student wants to, say that you'd rather talk first. If they insist, add that they may have \
            to begin the examination on their screen.
            """;
    private static final String OBJECTIVE = """
            The student examines you. Questions about the history you still answer.
            """;
    private static final String TREATMENT_PLAN = """
            The student explains what they found and proposes what to do. Questions about before you still answer.
            React as this person would: ask back when something is unclear, say when something will not work in your life, agree only \
            to what you understood. Propose nothing yourself.
            Asked to say the plan back, do so in your own words, and only what you were told.
            """;
    private static final String ALL = """
            The student takes your history, then examines you, then explains and proposes what to do. Nobody tells you when the next \
            part begins: go along with the student.
            Before the examination say nothing of what it would show. Never tell a finding that was not tested.
            When something is proposed, react as this person would: ask back when something is unclear, say when something will not \
            work in your life, agree only to what you understood. Propose nothing yourself.
            """;

    private Stage() {}

    static Stream<Section> of(CasePair pair, Phase phase, Occasion occasion) {
        boolean all = occasion.findings() == WRITTEN;
        Phase known = all ? Phase.TREATMENT_PLAN : phase;
        var scenario = pair.scenario();
        Stream<Section> examination = all
                ? Examination.written(scenario.objective())
                : known == Phase.SUBJECTIVE ? Stream.of() : Stream.of(Examination.BY_FUNCTION);
        Stream<Section> plan =
                known == Phase.TREATMENT_PLAN ? plan(scenario.treatmentPlan(), scenario.closingLine()) : Stream.of();
        return Stream.of(
                        examination,
                        plan,
                        Stream.of(questions(Objects.requireNonNullElse(scenario.asks(), List.of()), known)),
                        Stream.of(stands(phase, all ? ALL : doing(phase))))
                .flatMap(sections -> sections);
    }

    /** The last section. The simulator reads its first line. */
    static Section stands(Phase phase, String doing) {
        return new Section(
                "Where the encounter stands",
                "Phase: " + phase,
                doing.strip().lines().toList());
    }

    private static String doing(Phase phase) {
        return switch (phase) {
            case SUBJECTIVE -> SUBJECTIVE;
            case OBJECTIVE -> OBJECTIVE;
            case TREATMENT_PLAN -> TREATMENT_PLAN;
        };
    }

    private static Stream<Section> plan(TreatmentPlan plan, String closingLine) {
        List<PlanReaction> reactions = Objects.requireNonNullElse(plan.reactions(), List.of());
        return Stream.of(
                Section.of(
                        "When treatment is discussed",
                        Stream.of(
                                "You hope: " + line(plan.patientHopes()),
                                "You would hesitate: " + line(plan.patientWorries()),
                                "When the student ends the encounter, you say: \"" + line(closingLine)
                                        + "\" Leave out what was not " + "agreed.")),
                Section.of(
                        "Your answers to what may be proposed: each only where it fits",
                        reactions.stream().map(Stage::answer)));
    }

    /** The author's first example tells which proposal it is; {@code LeakRules} keeps the diagnosis out of it. */
    private static String answer(PlanReaction reaction) {
        String proposal = line(reaction.examples().iterator().next());
        return "Student: \"" + proposal + "\" | You: " + line(reaction.reply());
    }

    /** Those of later phases would tell what is to come. */
    private static Section questions(List<PatientQuestion> asks, Phase phase) {
        return Section.of(
                "Questions that you must ask, once each, if they are still open",
                asks.stream()
                        .filter(ask -> ask.phase().compareTo(phase) <= 0)
                        .map(ask -> "\"" + line(ask.question()) + "\", " + line(ask.when())));
    }
}
