package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.debrief.interviews.Interview;
import dev.viva.library.TestContent;
import dev.viva.model.Evidence;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.patient.CasePair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Whatever is said, in whatever order it arrives: lines of real interviews, and of any letters at all. */
class DebriefingPropertyTest {
    private static final Instant BEGIN = Instant.parse("2026-11-02T10:00:00Z");
    private static final CasePair PAIR = TestContent.SHIPPED.pair("knee-after-football", "daniel-okafor", null);
    private static final PreparedCase CASE = PreparedCase.of(PAIR, Rules.of(TestContent.SHIPPED.questions()));
    private static final List<String> SAID = Interview.of("tuning").stream()
            .flatMap(interview -> interview.lines().stream())
            .map(Turn::text)
            .toList();

    @Provide
    Arbitrary<List<String>> texts() {
        Arbitrary<String> any = Arbitraries.strings().all().ofMinLength(1).ofMaxLength(60);
        return Arbitraries.frequencyOf(Tuple.of(6, Arbitraries.of(SAID)), Tuple.of(1, any))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void everyQuoteIsAPartOfItsLineHoweverTheLinesArrive(@ForAll("texts") List<String> texts, @ForAll long seed) {
        List<Turn> lines = lines(texts);
        Points points = Debriefing.of(Conversation.of(lines, List.of()), CASE);
        Map<String, String> said = lines.stream().collect(Collectors.toMap(Turn::itemId, Turn::text));

        assertThat(quotes(points))
                .allSatisfy(quote -> assertThat(
                                String.valueOf(said.get(quote.itemId())).substring(quote.start(), quote.end()))
                        .isEqualTo(quote.quote()));
        Collections.shuffle(lines, new Random(seed));
        assertThat(Debriefing.of(Conversation.of(lines, List.of()), CASE)).isEqualTo(points);
    }

    private static List<Turn> lines(List<String> texts) {
        List<Turn> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Instant at = BEGIN.plusSeconds(10L * i);
            lines.add(new Turn(
                    i + 1L,
                    "item_" + i,
                    i % 2 == 0 ? Role.STUDENT : Role.PATIENT,
                    null,
                    Phase.SUBJECTIVE,
                    texts.get(i),
                    TurnSource.PROVIDER,
                    false,
                    null,
                    null,
                    i % 5 == 1,
                    null,
                    at,
                    at.plusSeconds(5),
                    at,
                    null));
        }
        return lines;
    }

    static Stream<Evidence> quotes(Points points) {
        Stream<Evidence> items = points.items().stream()
                .flatMap(item -> Stream.concat(
                        item.evidence().stream(), item.askedBy() == null ? Stream.of() : item.askedBy().stream()));
        Stream<Evidence> measures = points.measures().stream()
                .flatMap(measure -> measure.evidence() == null ? Stream.of() : measure.evidence().stream());
        return Stream.concat(
                Stream.concat(items, measures),
                points.fidelity().notes().stream().map(note -> note.evidence()));
    }
}
