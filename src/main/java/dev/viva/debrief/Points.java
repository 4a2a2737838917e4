package dev.viva.debrief;

import dev.viva.model.DebriefItem;
import dev.viva.model.Fidelity;
import dev.viva.model.Measure;
import java.util.List;

/** What a conversation shows of a case: all that is computed of a debrief. Immutable. */
public record Points(List<DebriefItem> items, List<Measure> measures, Fidelity fidelity, List<String> limits) {}
