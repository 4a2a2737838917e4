package dev.viva.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.Finding;
import dev.viva.debrief.measure.Communication;
import dev.viva.model.DebriefItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An institution's own rubric: served beside Viva's, and each mistake told with file, line and what to do. */
class RubricRulesTest {
    private static final String RUBRIC = """
            rubric_id: our-own
            version: '2026.1'
            title: Our own checklist
            source: Our faculty, 2026.
            criteria:
              - id: greeting
                title: Greets the patient
                scale: binary
                anchors: [No greeting, A greeting]
                evidence_required: true
              - id: overall
                title: Overall
                scale: five
                anchors: [Unsafe, Weak, Sound, Good, Excellent]
                evidence_required: false
            """;

    @TempDir
    private Path dir;

    private List<String> findings(String rubric) throws IOException {
        Files.createDirectories(dir.resolve("rubrics"));
        Files.writeString(dir.resolve("rubrics/our-own.yaml"), rubric);
        return new ContentCheck(TestContent.SCHEMAS)
                .findings(new ContentConfiguration(dir)).stream()
                        .filter(Finding::isError)
                        .map(Finding::toString)
                        .toList();
    }

    @Test
    void isServedBesideTheShippedOnes() throws IOException {
        assertThat(findings(RUBRIC)).isEmpty();

        var library = CaseLibrary.load(new ContentConfiguration(dir), TestContent.SCHEMAS);

        assertThat(library.rubrics())
                .extracting(rubric -> rubric.rubricId())
                .containsExactly("communication", "our-own", "physiotherapy");
        assertThat(library.digest()).isNotEqualTo(TestContent.SHIPPED.digest());
    }

    @Test
    void knowsTheItemsThatEveryDebriefHas() {
        assertThat(Communication.items(List.of()))
                .extracting(DebriefItem::id)
                .containsExactlyInAnyOrderElementsOf(RubricRules.COMMUNICATION);
    }

    @Test
    void tellsWhereAndWhatToDo() throws IOException {
        assertThat(findings(RUBRIC.replace("[No greeting, A greeting]", "[A greeting]")))
                .containsExactly("rubrics/our-own.yaml:9: criteria \"greeting\": the anchors need at least 2 items");
        assertThat(findings(RUBRIC.replace("scale: five", "scale: three")))
                .containsExactly(
                        "rubrics/our-own.yaml:14: criteria \"overall\": the anchors have 5 items, but the scale"
                                + " three has 3 points: say what each means, the lowest first");
        assertThat(findings(
                        RUBRIC + "    candidates: [plan, plan/1-rest, communication/safetynet, communication/summary]"))
                .containsExactly("rubrics/our-own.yaml:16: criteria \"overall\": item 3 of candidates is no item of a"
                        + " debrief: did you mean communication/safety-net?");
        assertThat(findings(RUBRIC.replace("id: overall", "id: greeting")))
                .containsExactly("rubrics/our-own.yaml:11: criteria \"greeting\": the id is the id of another criterion"
                        + " too");
        assertThat(findings(RUBRIC.replace("scale: five", "scale: seven")))
                .singleElement()
                .asString()
                .startsWith("rubrics/our-own.yaml:13: criteria \"overall\": the scale");
        assertThat(findings(RUBRIC.replace("our-own", "another")))
                .singleElement()
                .asString()
                .startsWith("rubrics/our-own.yaml:1: ");
    }
}
