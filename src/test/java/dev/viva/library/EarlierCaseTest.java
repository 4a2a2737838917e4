package dev.viva.library;

import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.content.CanonicalJson;
import dev.viva.model.Disclosure;
import dev.viva.model.HistoryTopic;
import dev.viva.model.Phase;
import dev.viva.patient.CasePair;
import dev.viva.patient.FrozenCase;
import dev.viva.patient.Instructions;
import dev.viva.patient.Occasions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases that the first version of the service froze, as it stored them, stay readable. */
class EarlierCaseTest {
    @ParameterizedTest
    @ValueSource(strings = {"knee-after-football", "back-after-lifting", "stiff-shoulder", "breathless-on-stairs"})
    void keepsEveryTextOfAnEarlierCase(String id) throws Exception {
        String stored = stored(id);
        var before = CanonicalJson.tree(stored);

        CasePair pair = thaw(stored);

        assertThat(pair.scenario().scenarioId()).isEqualTo(id);
        assertThat(pair.scenario().subjective())
                .extracting(HistoryTopic::reply)
                .containsExactlyElementsOf(texts(before.path("scenario").path("subjective"), "reply"));
        assertThat(pair.scenario().objective())
                .extracting(topic -> topic.results().getFirst().finding())
                .containsExactlyElementsOf(texts(before.path("scenario").path("objective"), "reply"));
        assertThat(pair.scenario().objective())
                .allSatisfy(topic -> assertThat(topic.testId()).matches("[a-z0-9][a-z0-9-]{1,63}"));
        assertThat(pair.scenario().redFlags())
                .hasSameSizeAs(before.path("scenario").path("red_flags"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"knee-after-football", "back-after-lifting", "stiff-shoulder", "breathless-on-stairs"})
    void tellsThePatientOfAnEarlierCaseNothingUndefined(String id) throws IOException {
        CasePair pair = thaw(stored(id));

        String opening = pair.role() == null
                ? pair.scenario().openingLine()
                : pair.role().openingLine();
        for (Phase phase : Phase.values()) {
            assertThat(Instructions.compose(pair, phase, Occasions.ALONE))
                    .contains(opening)
                    .doesNotContain("null");
        }
        assertThat(CanonicalJson.write(Views.scenario(pair.scenario(), List.of(), 20)))
                .doesNotContain("null");
        assertThat(new Scripts(SHIPPED.questions(), false, List.of())
                        .of(pair, LocalDate.of(2026, 11, 27))
                        .topics())
                .isNotEmpty();
    }

    @Test
    void keepsWhatIsVolunteered() throws IOException {
        CasePair pair = thaw(stored("knee-after-football"));

        assertThat(pair.scenario().subjective().getFirst().disclosure()).isEqualTo(Disclosure.VOLUNTEERED);
        assertThat(pair.scenario().subjective().get(1).disclosure()).isNull();
    }

    @Test
    void givesARoleItsTitleAsName() throws IOException {
        CasePair pair = thaw(stored("breathless-on-stairs"));

        assertThat(pair.role()).isNotNull().satisfies(role -> {
            assertThat(role.name()).isEqualTo("Relative who booked the appointment");
            assertThat(role.openingLine()).isNotBlank();
        });
    }

    /** The digest names the text that was stored, not what it became. */
    @Test
    void freezesAMigratedCaseUnderAnotherDigest() throws IOException {
        String stored = stored("stiff-shoulder");

        assertThat(FrozenCase.of(thaw(stored)).digest()).isNotEqualTo(CanonicalJson.digest(stored));
        assertThat(FrozenCase.of(thaw(stored)).thaw()).isEqualTo(thaw(stored));
    }

    private static CasePair thaw(String stored) {
        return new FrozenCase(CanonicalJson.digest(stored), stored).thaw();
    }

    private static String stored(String id) throws IOException {
        try (var file = EarlierCaseTest.class.getResourceAsStream("/earlier-cases/" + id + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> texts(JsonNode list, String member) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(member).asText())
                .toList();
    }
}
