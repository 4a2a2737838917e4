package dev.viva.debrief;

import static java.util.Objects.requireNonNullElse;

import dev.viva.debrief.evidence.CaseIndex;
import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.fidelity.FidelityCheck;
import dev.viva.debrief.measure.Communication;
import dev.viva.debrief.measure.Measures;
import dev.viva.model.DebriefItem;
import dev.viva.model.Measure;
import dev.viva.patient.CasePair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The debrief as a pure function of a conversation, the case as it was frozen, and the rules: no clock, no locale, no
 * network, no model, and no arithmetic that differs between machines.
 */
public final class Debriefing {
    private Debriefing() {}

    public static Points of(Conversation conversation, CasePair pair, Rules rules) {
        return of(conversation, PreparedCase.of(pair, rules));
    }

    static Points of(Conversation conversation, PreparedCase prepared) {
        CasePair pair = prepared.pair();
        CaseIndex index = prepared.index();
        List<Line> lines = Line.all(conversation.lines());
        var disclosures = Disclosures.of(index, lines);
        var scenario = pair.scenario();
        List<DebriefItem> history = HistoryItems.of(index.topics(), disclosures);
        var gate = new GateItems(conversation.lines());
        List<DebriefItem> examination =
                new ExaminationItems(conversation.tests(), gate.consentToTouch()).of(scenario.objective());
        List<DebriefItem> shown =
                Stream.concat(history.stream(), examination.stream()).toList();
        List<DebriefItem> dangers = new RedFlagItems(shown).of(scenario.redFlags());
        List<String> expected = requireNonNullElse(scenario.treatmentPlan().expected(), List.of());
        var citations = new Citations(scenario.sources());
        List<DebriefItem> items = Stream.of(
                        gate.items(conversation.tests()),
                        shown,
                        dangers,
                        PlanItems.of(expected, lines),
                        Communication.items(lines))
                .flatMap(List::stream)
                .map(citations::in)
                .toList();
        List<Measure> measures = new ArrayList<>(Measures.of(conversation.lines(), disclosures));
        List<String> replies = index.topics().stream()
                .flatMap(topic -> topic.replies().stream())
                .toList();
        measures.add(Measures.jargon(conversation.lines(), replies));
        measures.addAll(CaseMeasures.of(conversation, lines, pair, disclosures, items));
        return new Points(
                items,
                List.copyOf(measures),
                FidelityCheck.of(prepared.knowledge(), index, disclosures),
                Limits.of(conversation, pair, items));
    }
}
