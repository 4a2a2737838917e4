package dev.viva.debrief;

import dev.viva.model.DebriefItem;
import dev.viva.model.FidelityKind;
import dev.viva.model.FidelityNote;
import dev.viva.model.ModelFidelity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What reports on a group need of a debrief. It quotes nothing, so it is small however long the lines are. Immutable.
 *
 * @param items without their evidence
 * @param notes how many notes on the patient there are of each kind
 */
record Outline(List<DebriefItem> items, int patientLines, Map<FidelityKind, Integer> notes) {
    static Outline of(Points points) {
        var notes = new EnumMap<FidelityKind, Integer>(FidelityKind.class);
        for (FidelityNote note : points.fidelity().notes()) {
            notes.merge(note.kind(), 1, Integer::sum);
        }
        return new Outline(
                points.items().stream().map(Outline::withoutEvidence).toList(),
                points.fidelity().patientLines(),
                notes);
    }

    private static DebriefItem withoutEvidence(DebriefItem item) {
        return new DebriefItem(
                item.id(),
                item.kind(),
                item.title(),
                item.result(),
                item.outcome(),
                item.side(),
                item.basis(),
                item.score(),
                List.of(),
                null,
                null);
    }

    /** @param model who played the patient; null where it is not known */
    ModelFidelity fidelity(@Nullable String model) {
        return new ModelFidelity(
                model,
                1,
                patientLines,
                count(FidelityKind.INVENTED),
                count(FidelityKind.CONTRADICTED),
                count(FidelityKind.LEAKED),
                count(FidelityKind.WITHHELD));
    }

    private int count(FidelityKind kind) {
        return notes.getOrDefault(kind, 0);
    }
}
