package dev.viva.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.patient.Fit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A patient of 36 who has never smoked, lives alone, has a job and hay fever meets a case's guardrails. */
class FitTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smoking: [never, former]",
                "lives: [alone]",
                "work: [employed]",
                "needs: [hay-fever]",
                "excludes: [asthma]",
                "personas: [ada-king]"
            })
    void admitsAPatientWhoseLifeAgrees(String guardrail) throws IOException {
        assertThat(mismatch(guardrail)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            min_age: 40 | Ada King is 36 years old; this case is for patients from 40 to 60 years
            sexes: [male, other] | Ada King is female; this case is for male or other patients
            smoking: [former, current] | Ada King has never smoked; this case is for someone who has stopped smoking or smokes
            lives: [with_others] | Ada King lives alone; this case is for someone who lives with others
            work: [studying, retired] | Ada King has a job; this case is for someone who is studying or is retired
            needs: [asthma] | Ada King has another medical history than this case is written for
            excludes: [hay-fever] | Ada King has another medical history than this case is written for
            personas: [bob-hill] | this case is not written for Ada King
            """)
    void saysWhatContradicts(String guardrail, String reason) throws IOException {
        assertThat(mismatch(guardrail)).hasValue(reason);
    }

    private Optional<String> mismatch(String guardrail) throws IOException {
        String member = guardrail.substring(0, guardrail.indexOf(':'));
        String given = "guardrails: {min_age: 18, max_age: 60, sexes: [female]}";
        String guardrails = given.contains(member + ":")
                ? given.replaceFirst(member + ": (\\d+|\\[female])", guardrail)
                : given.replace("}", ", " + guardrail + "}");
        TestContent.writeTo(dir);
        Files.writeString(dir.resolve(TestContent.SCENARIO_FILE), TestContent.SCENARIO.replace(given, guardrails));
        // Where nobody fits, the content has a finding, and the documents all the same.
        var content = new ContentCheck(TestContent.SCHEMAS).read(ContentConfiguration.only(dir));
        return Fit.mismatch(
                content.documents().scenarios().getFirst().value(),
                content.documents().personas().getFirst().value());
    }
}
