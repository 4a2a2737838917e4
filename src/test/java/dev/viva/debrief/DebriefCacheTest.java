package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.debrief.DebriefCache.Key;
import dev.viva.model.DebriefBasis;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefOutcome;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.Fidelity;
import dev.viva.model.FidelityKind;
import dev.viva.model.FidelityNote;
import dev.viva.model.ModelFidelity;
import dev.viva.model.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DebriefCacheTest {
    private static final int MANY = 900;
    private static final String LONG_LINE = "It hurts. ".repeat(2_000);
    private static final Evidence QUOTE = new Evidence("item_1", Role.PATIENT, LONG_LINE, 0, LONG_LINE.length(), null);
    private static final DebriefItem ITEM = new DebriefItem(
            "history/pain",
            DebriefKind.HISTORY,
            "Pain",
            DebriefResult.MET,
            DebriefOutcome.ELICITED,
            null,
            DebriefBasis.DISCLOSURE,
            90,
            List.of(QUOTE),
            List.of(QUOTE),
            null);
    private static final FidelityNote NOTE =
            new FidelityNote(FidelityKind.INVENTED, DebriefBasis.RULE, null, null, QUOTE);

    private final DebriefCache cache = new DebriefCache();
    private final List<Key> computed = new ArrayList<>();

    /** A debrief that is too heavy to be kept. */
    private Supplier<Points> heavy(Key key) {
        return () -> {
            computed.add(key);
            var fidelity = new Fidelity(null, MANY, Collections.nCopies(MANY, NOTE));
            return new Points(List.of(ITEM), List.of(), fidelity, List.of());
        };
    }

    private static List<Key> group() {
        return IntStream.range(0, 60)
                .mapToObj(i -> new Key("conversation " + i, "case", "rules"))
                .toList();
    }

    @Test
    void aGroupOfHeavyDebriefsIsComputedOnce() {
        group().forEach(key -> cache.outline(key, heavy(key)));
        group().forEach(key -> cache.outline(key, heavy(key)));

        assertThat(computed).isEqualTo(group());
    }

    @Test
    void anOutlineCountsAndQuotesNothing() {
        Key key = group().getFirst();

        Outline outline = cache.outline(key, heavy(key));

        assertThat(outline.toString()).doesNotContain("It hurts.");
        assertThat(outline.items()).singleElement().satisfies(item -> {
            assertThat(item.id()).isEqualTo(ITEM.id());
            assertThat(item.kind()).isEqualTo(ITEM.kind());
            assertThat(item.title()).isEqualTo(ITEM.title());
            assertThat(item.result()).isEqualTo(ITEM.result());
        });
        assertThat(outline.fidelity("simulator")).isEqualTo(new ModelFidelity("simulator", 1, MANY, MANY, 0, 0, 0));
    }

    @Test
    void aDebriefThatIsTooHeavyGoesAtOnce() {
        for (Key key : group()) {
            cache.points(key, heavy(key));
            cache.points(key, heavy(key));
        }

        assertThat(computed).hasSize(2 * group().size());
    }
}
