package dev.viva.simulator.patient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.CaseScript;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Without the function, in its order: side, consent, refusal, result. */
class ExaminingTest {
    private final Phrases phrases = Phrases.in("en");
    private final Examining examining = new Examining(phrases, new Memory());

    @Test
    void asksForSideAndConsentOfATestThatTheCaseDoesNotHave() {
        var test = test(null);

        assertThat(said(test, "I'll press here.")).isEqualTo(phrases.which());
        assertThat(said(test, "On the left.")).isEqualTo(phrases.consent());
        assertThat(said(test, "I'll press here, is that all right?")).isEqualTo(phrases.nothing());
    }

    @Test
    void keepsTheSideThatWasSaidBeforeTheConsent() {
        var test = test(null, new CaseScript.Result(CaseScript.Side.LEFT, "Soft", "Fine."));

        assertThat(said(test, "I'll press here on the left.")).isEqualTo(phrases.consent());
        assertThat(said(test, "I'll press here, is that all right?")).isEqualTo("Soft. Fine.");
    }

    @Test
    void refusesOnceTheTestIsClearInThePatientsWordsAlone() {
        var test = test(new CaseScript.Refusal("Never on this knee.", "Not on this one."));

        assertThat(said(test, "I'll press here.")).isEqualTo(phrases.which());
        assertThat(said(test, "May I press here on the right?")).isEqualTo("Not on this one.");
    }

    @Test
    void saysThatNothingIsRecordedForTheOtherSide() {
        var test = test(null, new CaseScript.Result(CaseScript.Side.LEFT, "Soft", "Fine."));

        assertThat(said(test, "May I press here on the right?")).isEqualTo(phrases.nothing());
    }

    private String said(CaseScript.Test test, String line) {
        return ((PatientReply.Spoken) examining.examine(test, line, false)).text();
    }

    private static CaseScript.Test test(CaseScript.@Nullable Refusal refusal, CaseScript.Result... results) {
        return new CaseScript.Test(
                "groin",
                List.of("Groin"),
                new CaseScript.Asked(List.of(), List.of(), List.of()),
                new CaseScript.Caution(true, true, refusal),
                List.of(results));
    }
}
