package dev.viva.debrief;

import dev.viva.debrief.evidence.Asking;
import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.evidence.Telling;
import dev.viva.debrief.evidence.Topic;
import dev.viva.model.DebriefBasis;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefOutcome;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What was elicited, volunteered, asked and not answered, and missed. */
final class HistoryItems {
    private static final int MAX_EVIDENCE = 5;

    private HistoryItems() {}

    static List<DebriefItem> of(List<Topic> topics, Disclosures disclosures) {
        return topics.stream()
                .filter(Topic::isItem)
                .map(topic -> of(topic, disclosures))
                .toList();
    }

    private static DebriefItem of(Topic topic, Disclosures disclosures) {
        List<Telling> tellings = disclosures.of(topic);
        Optional<Asking> asked = disclosures.plainlyAsked(topic);
        if (!tellings.isEmpty()) {
            return told(topic, tellings, asked);
        }
        return new DebriefItem(
                topic.id(),
                DebriefKind.HISTORY,
                topic.title(),
                DebriefResult.NOT_MET,
                asked.isPresent() ? DebriefOutcome.NOT_ANSWERED : DebriefOutcome.MISSED,
                null,
                asked.isPresent() ? DebriefBasis.QUESTION : DebriefBasis.DISCLOSURE,
                null,
                List.of(),
                asked.map(asking -> List.of(Quotes.of(asking.line()))).orElse(null),
                null);
    }

    /**
     * What was surely heard decides; the other lines only where there is no such one. What the patient brought up and the
     * student asked for as well was elicited.
     */
    private static DebriefItem told(Topic topic, List<Telling> all, Optional<Asking> plainly) {
        List<Telling> heard = all.stream().filter(Telling::heard).toList();
        List<Telling> tellings = heard.isEmpty() ? all : heard;
        Telling surest = tellings.getFirst();
        boolean met = surest.sure() && !heard.isEmpty();
        List<Evidence> asked = tellings.stream()
                .map(Telling::asking)
                .filter(Objects::nonNull)
                .map(asking -> Quotes.of(asking.line()))
                .distinct()
                .limit(MAX_EVIDENCE)
                .toList();
        if (asked.isEmpty()) {
            asked = plainly.map(asking -> List.of(Quotes.of(asking.line()))).orElse(asked);
        }
        return new DebriefItem(
                topic.id(),
                DebriefKind.HISTORY,
                topic.title(),
                met ? DebriefResult.MET : DebriefResult.UNCLEAR,
                met ? asked.isEmpty() ? DebriefOutcome.VOLUNTEERED : DebriefOutcome.ELICITED : null,
                null,
                surest.byQuestion() ? DebriefBasis.QUESTION : DebriefBasis.DISCLOSURE,
                surest.score(),
                tellings.stream()
                        .limit(MAX_EVIDENCE)
                        .map(telling -> Quotes.of(telling.exchange().answer().turn(), telling.quote()))
                        .toList(),
                asked.isEmpty() ? null : asked,
                surest.sure() && heard.isEmpty()
                        ? "The line was interrupted; this part may not have been heard."
                        : null);
    }
}
