package dev.viva.patient;

import static dev.viva.patient.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.CatalogueItem;
import dev.viva.model.Scenario;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedContentTest {
    private static final List<String> KNOWN_VOICES =
            List.of("alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse");

    static Stream<Scenario> scenarios() {
        return SHIPPED.scenarios().stream();
    }

    @Test
    void isValid() {
        assertThat(new ContentCheck(TestContent.SCHEMAS).findings(ContentConfiguration.builtIn()))
                .isEmpty();
    }

    @Test
    void coversSeveralRegionsAgesAndSexes() {
        assertThat(SHIPPED.scenarios())
                .extracting(Scenario::region)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(SHIPPED.personas()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(SHIPPED.personas()).extracting(p -> p.sex().toString()).contains("female", "male");
    }

    @Test
    void usesOnlyProviderVoices() {
        assertThat(SHIPPED.personas())
                .allSatisfy(p -> assertThat(KNOWN_VOICES).contains(Objects.requireNonNull(p.voice())));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void hasEnoughContentForAnEncounter(Scenario scenario) {
        assertThat(scenario.subjective()).hasSizeGreaterThanOrEqualTo(18);
        assertThat(scenario.objective()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(scenario.redFlags()).isNotEmpty();
        assertThat(scenario.treatmentPlan().expected()).isNotEmpty();
        assertThat(scenario.facultyNotes()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyCaseFitsSomePatientsButNotAll(Scenario scenario) {
        assertThat(SHIPPED.fitting(scenario))
                .hasSizeBetween(2, SHIPPED.personas().size() - 1);
    }

    /** A reader of the flat script would never reach the second cue. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void historyAndExaminationHaveDistinctCues(Scenario scenario) {
        assertThat(scenario.subjective().stream().flatMap(item -> item.cues().stream()))
                .doesNotContainAnyElementsOf(scenario.objective().stream()
                        .flatMap(item -> item.cues().stream())
                        .toList());
    }

    /** Typical questions of students, and the item that must answer. */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            knee-after-football | Hello, what brings you here today?                    | Main problem
            knee-after-football | When did it start?                                    | When it started
            knee-after-football | How long have you had this?                           | When it started
            knee-after-football | Can you tell me how did it happen exactly?            | How it happened
            knee-after-football | Did you hear or feel a pop?                           | Noise at the time
            knee-after-football | How quickly did it swell up?                          | Swelling over time
            knee-after-football | Where does it hurt?                                   | Where it hurts
            knee-after-football | On a scale of zero to ten, how bad is the pain?       | How bad it is
            knee-after-football | What makes it worse?                                  | What makes it worse
            knee-after-football | What makes it better?                                 | What makes it better
            knee-after-football | Has the knee given way, does it feel unstable?        | Giving way
            knee-after-football | Does it lock or get stuck?                            | Locking
            knee-after-football | Do you have any numbness or tingling?                 | Numbness and tingling
            knee-after-football | Have you had a fever?                                 | Fever and feeling ill
            knee-after-football | Are you taking any medication?                        | Medicines
            knee-after-football | What do you think it is?                              | What they think it is
            knee-after-football | Are you worried about anything?                       | Worries
            knee-after-football | What are your goals?                                  | Goals and expectations
            knee-after-football | I would like to do the Lachman test now.              | Lachman test
            knee-after-football | Please walk for me to the door.                       | Walking pattern
            back-after-lifting  | How long have you had the pain?                       | When it started
            back-after-lifting  | Does the pain go below the knee?                      | How far down the leg
            back-after-lifting  | Any pins and needles?                                 | Numbness and tingling
            back-after-lifting  | Any problems with your bladder?                       | Bladder
            back-after-lifting  | Do you feel normal between your legs?                 | Feeling between the legs
            back-after-lifting  | Have you lost any weight? I mean weight loss.         | Weight loss
            back-after-lifting  | Have you ever had cancer?                             | Cancer and steroids
            back-after-lifting  | Do you have pain at night?                            | Sleep and night pain
            back-after-lifting  | Does it hurt when you cough or sneeze?                | Coughing and sneezing
            back-after-lifting  | What do you do for a living?                          | Work
            back-after-lifting  | I will do a straight leg raise.                       | Straight leg raise
            back-after-lifting  | Now I test your reflexes.                             | Reflexes
            back-after-lifting  | Could you do heel raises on one leg?                  | Walking on toes
            stiff-shoulder      | Since when do you have it?                            | When it started
            stiff-shoulder      | Did you have a fall or an injury?                     | How it started
            stiff-shoulder      | Do you have diabetes?                                 | Sugar
            stiff-shoulder      | Are you right handed?                                 | Hand used
            stiff-shoulder      | Does the pain wake you at night?                      | Sleep and night pain
            stiff-shoulder      | Can you raise your arm for me?                        | Raising the arm by oneself
            stiff-shoulder      | I will check the external rotation.                   | Turning out by oneself
            breathless-on-stairs | How can I help you?                                  | Main problem
            breathless-on-stairs | When did this start?                                 | When it started
            breathless-on-stairs | Do you smoke?                                        | Smoking
            breathless-on-stairs | Do you bring up any phlegm?                          | Phlegm
            breathless-on-stairs | Have you ever coughed up blood?                      | Blood
            breathless-on-stairs | Do you have any chest pain?                          | Chest pain
            breathless-on-stairs | How many pillows do you sleep on?                    | At rest and lying flat
            breathless-on-stairs | Do your ankles swell?                                | Ankles
            breathless-on-stairs | Have you ever tried to stop smoking?                 | Attempts to stop
            breathless-on-stairs | I would like to listen to your lungs.                | Listening to the lungs
            breathless-on-stairs | Let us do spirometry.                                | Spirometry
            """)
    void answersCommonQuestions(String scenarioId, String question, String topic) {
        Scenario scenario = SHIPPED.scenario(scenarioId).orElseThrow();

        assertThat(best(scenario, question)).isEqualTo(topic);
    }

    /** The simplest reader: the longest cue in the question, history before examination. */
    private static String best(Scenario scenario, String question) {
        String asked = question.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", " ");
        return Stream.concat(scenario.subjective().stream(), scenario.objective().stream())
                .max(Comparator.comparingInt(item -> longestCue(item, asked)))
                .filter(item -> longestCue(item, asked) > 0)
                .map(CatalogueItem::topic)
                .orElse("nothing");
    }

    private static int longestCue(CatalogueItem item, String asked) {
        return item.cues().stream()
                .filter(cue -> (" " + asked + " ").contains(" " + cue + " "))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }
}
