package dev.viva.debrief;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Streams;
import dev.viva.model.Debrief;
import dev.viva.model.DebriefItem;
import dev.viva.model.Evidence;
import dev.viva.model.Fidelity;
import dev.viva.model.FidelityNote;
import dev.viva.model.Measure;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a conversation shows of a case: all that is computed of a debrief. Immutable. */
public record Points(List<DebriefItem> items, List<Measure> measures, Fidelity fidelity, List<String> limits) {
    /** What an item, a measure or a quote takes beside its quoted text. */
    private static final int OBJECT = 500;

    static Points of(Debrief whole) {
        return new Points(whole.items(), whole.measures(), requireNonNull(whole.fidelity()), whole.limits());
    }

    /** About how much memory it takes, in characters. */
    int size() {
        int objects = items.size() + measures.size() + fidelity.notes().size();
        return objects * OBJECT
                + quotes().mapToInt(quote -> OBJECT + quote.quote().length()).sum();
    }

    private Stream<Evidence> quotes() {
        return Streams.concat(
                items.stream().map(DebriefItem::evidence).flatMap(List::stream),
                items.stream()
                        .map(DebriefItem::askedBy)
                        .filter(Objects::nonNull)
                        .flatMap(List::stream),
                measures.stream()
                        .map(Measure::evidence)
                        .filter(Objects::nonNull)
                        .flatMap(List::stream),
                fidelity.notes().stream().map(FidelityNote::evidence).filter(Objects::nonNull));
    }
}
