package dev.viva.debrief.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.debrief.interviews.Interview;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionsTest {
    private record Judged(String text, Questions.Kind label, Questions.Kind found) {}

    /** The ninth to the sixteenth set were labelled without the definitions of DEBRIEF.md. */
    static List<String> sets() {
        List<String> sets = new ArrayList<>(Interview.SETS);
        sets.subList(sets.indexOf("ninth"), sets.indexOf("sixteenth") + 1).clear();
        sets.remove("third");
        return sets;
    }

    @ParameterizedTest
    @MethodSource("sets")
    void tellsHowAStudentAsks(String half) {
        List<Judged> all = new ArrayList<>();
        for (Interview interview : Interview.of(half)) {
            interview.lines().stream()
                    .filter(line -> line.role() == Role.STUDENT)
                    .forEach(line -> {
                        String label = interview
                                .labels()
                                .get("questions")
                                .path(line.itemId())
                                .asText("none");
                        all.add(new Judged(
                                line.text(),
                                Questions.Kind.valueOf(label.toUpperCase(Locale.ROOT)),
                                Questions.kind(Line.of(line))));
                    });
        }
        List<Judged> openOrClosed = all.stream()
                .filter(one -> one.label() == Questions.Kind.OPEN || one.label() == Questions.Kind.CLOSED)
                .toList();
        System.out.printf(
                "%s: kappa of all kinds %.3f, of open and closed %.3f on %d, lines %d%n",
                half, kappa(all), kappa(openOrClosed), openOrClosed.size(), all.size());
        assertThat(kappa(openOrClosed)).isGreaterThanOrEqualTo(0.75);
        assertThat(kappa(all)).isGreaterThanOrEqualTo(0.79);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SUBJECTIVE|No, I understand.",
                "SUBJECTIVE|No, don't worry, take your time.",
                "SUBJECTIVE|Never mind.",
                "SUBJECTIVE|Nothing to worry about.",
                "SUBJECTIVE|It won't hurt.",
                "SUBJECTIVE|It shouldn't hurt.",
                "SUBJECTIVE|It's not going to hurt.",
                "SUBJECTIVE|You haven't done anything wrong.",
                "SUBJECTIVE|That doesn't matter.",
                "SUBJECTIVE|It's probably a sprain.",
                "TREATMENT_PLAN|It's probably a sprain.",
                "TREATMENT_PLAN|You probably need rest, I suppose.",
                "TREATMENT_PLAN|So the lining is tight.",
                "SUBJECTIVE|No problem at all.",
                "SUBJECTIVE|No, I suppose that's hard.",
                "SUBJECTIVE|That's not silly.",
                "SUBJECTIVE|You're not in trouble.",
                "SUBJECTIVE|You don't have to answer.",
                "SUBJECTIVE|No worries.",
                "SUBJECTIVE|Not at all, take your time.",
                "SUBJECTIVE|It can't be easy.",
                "SUBJECTIVE|No needle today, I promise.",
                "SUBJECTIVE|Nobody is cross.",
                "SUBJECTIVE|Thank you for telling me what happened.",
                "SUBJECTIVE|That's why we do the test.",
                "OBJECTIVE|That's why we do the test.",
                "TREATMENT_PLAN|Here is what I suggest.",
                "TREATMENT_PLAN|What I suggest is rest and ice.",
                "TREATMENT_PLAN|The scan will show which ligament is torn.",
                "TREATMENT_PLAN|The swelling is why it feels tight.",
                "TREATMENT_PLAN|Do the exercises twice a day.",
                "TREATMENT_PLAN|do these three times a day",
                "TREATMENT_PLAN|And do your stretches in the morning.",
                "TREATMENT_PLAN|Have your leg up when you sit.",
                "SUBJECTIVE|Thank you, that's really helpful.",
                "SUBJECTIVE|That's very useful, thanks.",
                "SUBJECTIVE|That must have been frightening.",
                "SUBJECTIVE|It's good to know.",
                "SUBJECTIVE|You've been very clear.",
                "SUBJECTIVE|You've had to give up so much.",
                "SUBJECTIVE|You're doing really well.",
                "SUBJECTIVE|You must have been worried.",
                "SUBJECTIVE|That's a lot to carry.",
                "SUBJECTIVE|You're not. You're no trouble at all.",
                "SUBJECTIVE|Thank you, Leo. You are not in trouble, and Mum is not cross.",
                "SUBJECTIVE|So that's all my questions.",
                "SUBJECTIVE|That's everything from me.",
                "SUBJECTIVE|So the next thing I'd like to do is examine your knee.",
                "SUBJECTIVE|The last thing is your medicines.",
                "SUBJECTIVE|So there's nothing to worry about.",
                "SUBJECTIVE|So there are a few things I need.",
                "OBJECTIVE|So you'll feel me press on your knee.",
                "OBJECTIVE|So this is the last test.",
                "OBJECTIVE|This is the last test.",
                "SUBJECTIVE|That's all.",
                "SUBJECTIVE|That's all right.",
                "OBJECTIVE|No swelling and no bruising."
            })
    void reassuringAndExplainingAskNothing(Phase phase, String text) {
        assertThat(kind(phase, text)).isEqualTo(Questions.Kind.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SUBJECTIVE|No pain, I suppose.",
                "SUBJECTIVE|no chest pain",
                "SUBJECTIVE|never in hospital",
                "SUBJECTIVE|nothing set it off",
                "SUBJECTIVE|It doesn't lock.",
                "SUBJECTIVE|That doesn't hurt.",
                "SUBJECTIVE|It won't lock, will it?",
                "SUBJECTIVE|it's probably worse at night right",
                "SUBJECTIVE|You're probably worse at night.",
                "SUBJECTIVE|You're not allergic to anything.",
                "SUBJECTIVE|So the pain is worse at night.",
                "SUBJECTIVE|So this is new.",
                "SUBJECTIVE|So there's nothing that makes it better.",
                "SUBJECTIVE|So there's some pain at night.",
                "SUBJECTIVE|So the first attack was two years ago.",
                "SUBJECTIVE|So that's all on the left side.",
                "SUBJECTIVE|So there's no need to get up at night.",
                "SUBJECTIVE|So this is worse at night?",
                "OBJECTIVE|No pain here?",
                "OBJECTIVE|So you can feel that?",
                "OBJECTIVE|So it doesn't hurt here, does it.",
                "TREATMENT_PLAN|So you'll do the exercises?",
                "TREATMENT_PLAN|You're fine with that, aren't you?"
            })
    void aStatementToAgreeWithLeads(Phase phase, String text) {
        assertThat(kind(phase, text)).isEqualTo(Questions.Kind.LEADING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "You've had to give up so much. How are you in your spirits?|OPEN",
                "Thank you, that's really helpful. Any fever?|CLOSED",
                "You live on your own. What do you do in the evening?|OPEN",
                "You have pain at night.|CLOSED",
                "You have pain at night. Does it wake you?|CLOSED"
            })
    void aStatementBesideAQuestionIsNone(String text, Questions.Kind kind) {
        assertThat(kind(Phase.SUBJECTIVE, text)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "So you rolled it off the kerb two days ago, and you can put weight on it with a limp. Have I got that right?|CLOSED",
                "So you fell on Tuesday. You've no fever. Is that right?|CLOSED",
                "So you fell on Tuesday.|LEADING",
                "So you fell on Tuesday. Any fever?|STACKED"
            })
    void aSummaryAndItsCheckAreOneQuestion(String text, Questions.Kind kind) {
        assertThat(kind(Phase.SUBJECTIVE, text)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "How long, how long has this been going on?|CLOSED",
                "How long… how long has this been going on?|CLOSED",
                "So how long... um, how long has this been going on?|CLOSED",
                "Have you had any, any fever?|CLOSED",
                "Have you had any – any fever?|CLOSED",
                "Is the pain, is the pain sharp?|CLOSED",
                "Is the pain, um, is the pain sharp?|CLOSED",
                "What is – what is it like?|OPEN",
                "You have – you have pain at night.|CLOSED",
                "Any pain? Any pain at night?|STACKED",
                "Do you drink, and how much do you drink?|STACKED",
                "Do you smoke, do you drink?|STACKED"
            })
    void aQuestionThatIsBegunAnewIsOne(String text, Questions.Kind kind) {
        assertThat(kind(Phase.SUBJECTIVE, text)).isEqualTo(kind);
    }

    @Test
    void aQuestionAfterReassuringIsTheOnlyOne() {
        assertThat(kind(Phase.SUBJECTIVE, "No, that's fine. What made you come today?"))
                .isEqualTo(Questions.Kind.OPEN);
        assertThat(kind(Phase.SUBJECTIVE, "that can't be easy in a busy kitchen how's work really going"))
                .isEqualTo(Questions.Kind.OPEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SUBJECTIVE|What happened.|OPEN",
                "SUBJECTIVE|And in what way does it feel different.|OPEN",
                "SUBJECTIVE|Tell me what happened.|OPEN",
                "SUBJECTIVE|Please show me where it hurts.|OPEN",
                "SUBJECTIVE|the pain how is it|OPEN",
                "SUBJECTIVE|do your calves hurt when you walk|CLOSED",
                "SUBJECTIVE|Do your calves hurt when you walk?|CLOSED",
                "TREATMENT_PLAN|Do these exercises hurt?|CLOSED",
                "TREATMENT_PLAN|How does that sound.|OPEN"
            })
    void aQuestionNeedsNoMark(Phase phase, String text, Questions.Kind kind) {
        assertThat(kind(phase, text)).isEqualTo(kind);
    }

    @Test
    void aTypographicApostropheChangesNothing() {
        List<Turn> student = Interview.SETS.stream()
                .flatMap(set -> Interview.of(set).stream())
                .flatMap(interview -> interview.lines().stream())
                .filter(line -> line.role() == Role.STUDENT && line.text().contains("'"))
                .toList();

        assertThat(student)
                .allSatisfy(line -> assertThat(kind(line.phase(), line.text().replace('\'', '\u2019')))
                        .isEqualTo(kind(line.phase(), line.text())));
    }

    private static Questions.Kind kind(Phase phase, String text) {
        var at = Instant.parse("2026-11-02T10:00:00Z");
        return Questions.kind(Line.of(new Turn(
                1L,
                "s1",
                Role.STUDENT,
                null,
                phase,
                text,
                TurnSource.PROVIDER,
                false,
                null,
                null,
                null,
                null,
                at,
                null,
                at,
                null)));
    }

    private static double kappa(List<Judged> all) {
        double same = all.stream().filter(one -> one.label() == one.found()).count() / (double) all.size();
        double chance = 0;
        for (Questions.Kind kind : Questions.Kind.values()) {
            double labelled = all.stream().filter(one -> one.label() == kind).count() / (double) all.size();
            double found = all.stream().filter(one -> one.found() == kind).count() / (double) all.size();
            chance += labelled * found;
        }
        return (same - chance) / (1 - chance);
    }
}
