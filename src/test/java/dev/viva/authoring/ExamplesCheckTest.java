package dev.viva.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentFile;
import dev.viva.content.ContentFile.Kind;
import dev.viva.library.CaseLibrary;
import dev.viva.library.TestContent;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.SimulatorFactory.OfflinePatient;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ExamplesCheckTest {
    private static final CaseLibrary LIBRARY = CaseLibrary.load(ContentConfiguration.builtIn(), TestContent.SCHEMAS);
    private static final String AGENDA = "first-day-after-hip";
    private static final String QUESTION = "How did you get injured?";
    private static final ContentFile FILE = new ContentFile(Kind.SCENARIO, "knee-after-football", """
            subjective:
              examples:
                - How did you get injured?
            hidden_agenda:
              concern: And what did gloria bring?
              cues:
                - what did gloria bring
            """);

    @Test
    void acceptsExamplesThatTheirOwnTopicsAnswer() {
        assertThat(remarks(ExamplesCheckTest::right)).isEmpty();
    }

    @Test
    void warnsOfAnExampleThatAnotherTopicAnswers() {
        var remarks = remarks(script -> (phase, line) -> line.equals(QUESTION)
                ? new OfflinePatient.Reply("A pop.", List.of("Noise at the time"), null, true)
                : right(script).answer(phase, line));

        assertThat(remarks)
                .singleElement()
                .satisfies(remark -> assertThat(remark.plain())
                        .startsWith(
                                "scenarios/knee-after-football.yaml:3: subjective \"How it happened\": the example \""
                                        + QUESTION + "\" is answered by \"Noise at the time\""));
    }

    @Test
    void warnsOfAnExampleThatIsNotUnderstood() {
        var remarks = remarks(script -> (phase, line) -> line.equals(QUESTION)
                ? new OfflinePatient.Reply("Pardon?", List.of(), null, false)
                : right(script).answer(phase, line));

        assertThat(remarks)
                .singleElement()
                .satisfies(remark -> assertThat(remark.words()).contains(QUESTION, "is not understood"));
    }

    @Test
    void warnsOfAnExampleThatIsTakenForSmallTalk() {
        var remarks = remarks(script -> (phase, line) -> line.equals(QUESTION)
                ? new OfflinePatient.Reply("You're welcome.", List.of(), null, true)
                : right(script).answer(phase, line));

        assertThat(remarks)
                .singleElement()
                .satisfies(remark ->
                        assertThat(remark.words()).contains(QUESTION, "is only answered with \"You're welcome.\""));
    }

    @Test
    void warnsOfAProposalThatIsAnsweredAsAnother() {
        var remarks = remarks(script -> {
            List<CaseScript.Reaction> reactions = script.plan().reactions();
            String proposal = reactions.getFirst().examples().getFirst();
            return (phase, line) -> line.equals(proposal)
                    ? new OfflinePatient.Reply(reactions.get(1).reply(), List.of(), null, true)
                    : right(script).answer(phase, line);
        });

        assertThat(remarks)
                .singleElement()
                .satisfies(remark -> assertThat(remark.words())
                        .startsWith("treatment_plan \"reactions\": the example \"")
                        .contains("is answered with \""));
    }

    @Test
    void warnsOfACueThatDoesNotRevealWhatThePatientKeepsBack() {
        String cue = "what did gloria bring";

        assertThat(remarks(AGENDA, ExamplesCheckTest::right)).isEmpty();
        assertThat(remarks(
                        AGENDA,
                        script -> (phase, line) -> line.equals(cue)
                                ? new OfflinePatient.Reply("The bag.", List.of("Bag"), null, true)
                                : right(script).answer(phase, line)))
                .singleElement()
                .satisfies(remark -> assertThat(remark.plain())
                        .startsWith("scenarios/knee-after-football.yaml:7: hidden_agenda: the cue \"" + cue
                                + "\" is answered by \"Bag\""));
    }

    @Test
    void triesCuesWithAPatientWhoHasNotToldTheSecretYet() {
        assertThat(remarks(AGENDA, script -> tellingOnce(script, Set.of("That must have been frightening."))))
                .isEmpty();
        assertThat(remarks(
                        AGENDA,
                        script -> tellingOnce(
                                script, Set.of("That must have been frightening.", "I'm so sorry to hear that."))))
                .as("kind words alone make them tell it")
                .isEmpty();
    }

    /** A patient who tells the secret once, also when these words are said. */
    private static OfflinePatient tellingOnce(CaseScript script, Set<String> alsoAt) {
        var agenda = Objects.requireNonNull(script.hiddenAgenda());
        var told = new AtomicBoolean();
        return (phase, line) -> {
            boolean asked = alsoAt.contains(line) || agenda.cues().contains(line);
            return asked
                    ? new OfflinePatient.Reply(told.getAndSet(true) ? "Yes." : agenda.reply(), List.of(), null, true)
                    : right(script).answer(phase, line);
        };
    }

    @Test
    void acceptsAQuestionBack() {
        var remarks = remarks(script -> (phase, line) -> line.equals(QUESTION)
                ? new OfflinePatient.Reply("Do you mean the fall, or the pop?", List.of(), null, true)
                : right(script).answer(phase, line));

        assertThat(remarks).isEmpty();
    }

    @Test
    void acceptsATopicThatIsToldInTrustWhenItIsAskedAgain() {
        assertThat(remarks(script -> {
                    var asked = new HashSet<String>();
                    return (phase, line) -> isTrusted(script, line) && asked.add(line)
                            ? new OfflinePatient.Reply("I'd rather not.", List.of(), null, true)
                            : right(script).answer(phase, line);
                }))
                .isEmpty();
    }

    @Test
    void warnsOfATopicOfTrustWhoseExampleIsNotUnderstood() {
        var remarks = remarks(script -> (phase, line) -> isTrusted(script, line)
                ? new OfflinePatient.Reply("Pardon?", List.of(), null, false)
                : right(script).answer(phase, line));

        assertThat(remarks)
                .isNotEmpty()
                .allSatisfy(remark -> assertThat(remark.words()).contains("is not understood"));
    }

    @Test
    void checksNothingInABuildWithoutASimulator() {
        var check = new ExamplesCheck(LIBRARY, script -> Optional.empty());

        assertThat(check.of(LIBRARY.scenario("knee-after-football").orElseThrow(), FILE))
                .isEmpty();
    }

    private static boolean isTrusted(CaseScript script, String line) {
        return script.topics().stream()
                .filter(topic -> topic.asked().examples().contains(line))
                .anyMatch(topic -> topic.disclosure() == CaseScript.Disclosure.TRUSTED);
    }

    private interface Patients {
        OfflinePatient of(CaseScript script);
    }

    private static List<Remark> remarks(Patients patients) {
        return remarks("knee-after-football", patients);
    }

    private static List<Remark> remarks(String scenarioId, Patients patients) {
        var check = new ExamplesCheck(LIBRARY, script -> Optional.of(patients.of(script)));
        return check.of(LIBRARY.scenario(scenarioId).orElseThrow(), FILE);
    }

    /** A patient that answers each example with its own topic or test. */
    private static OfflinePatient right(CaseScript script) {
        return (phase, line) -> {
            List<String> topics = script.topics().stream()
                    .filter(topic -> topic.asked().examples().contains(line))
                    .map(CaseScript.Topic::name)
                    .toList();
            OfflinePatient.TestRequest test = script.tests().stream()
                    .filter(each -> each.asked().examples().contains(line))
                    .findFirst()
                    .map(each -> new OfflinePatient.TestRequest(each.testId(), null, true))
                    .orElse(null);
            String reaction = script.plan().reactions().stream()
                    .filter(each -> each.examples().contains(line))
                    .map(CaseScript.Reaction::reply)
                    .findFirst()
                    .orElse("");
            String said = Optional.ofNullable(script.hiddenAgenda())
                    .filter(agenda -> agenda.cues().contains(line))
                    .map(agenda -> agenda.reply())
                    .orElse(reaction);
            return new OfflinePatient.Reply(said, topics, phase.equals("objective") ? test : null, true);
        };
    }
}
