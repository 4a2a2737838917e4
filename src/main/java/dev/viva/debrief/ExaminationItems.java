package dev.viva.debrief;

import dev.viva.debrief.evidence.CaseTopics;
import dev.viva.model.DebriefBasis;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefOutcome;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.ExaminationResult;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which tests of the case were done, on which side, and whether the patient was asked for leave before. */
final class ExaminationItems {
    private static final String WITHOUT_CONSENT = "No line before it asks whether the patient agrees to be examined.";

    private final List<Conversation.Done> tests;
    private final Optional<Instant> consent;

    ExaminationItems(List<Conversation.Done> tests, Optional<Instant> consent) {
        this.tests = tests;
        this.consent = consent;
    }

    /** One for each test of the case, or for each of its sides. */
    List<DebriefItem> of(List<ExaminationTopic> topics) {
        List<DebriefItem> items = new ArrayList<>();
        for (ExaminationTopic topic : topics) {
            for (ExaminationResult result : topic.results()) {
                items.add(of(topic, result.side()));
            }
        }
        return items;
    }

    private DebriefItem of(ExaminationTopic topic, @Nullable Side side) {
        Optional<Conversation.Done> found = done(topic, side, ExaminationOutcome.FOUND);
        Optional<Conversation.Done> refused = done(topic, side, ExaminationOutcome.CONTRAINDICATED);
        boolean early = found.isPresent()
                && Boolean.TRUE.equals(topic.needsConsent())
                && consent.filter(given -> given.isBefore(found.get().at())).isEmpty();
        DebriefOutcome outcome = found.isPresent()
                ? early ? DebriefOutcome.BEFORE_CONSENT : DebriefOutcome.FOUND
                : refused.isPresent() ? DebriefOutcome.CONTRAINDICATED : DebriefOutcome.MISSED;
        boolean mustNot = topic.contraindication() != null;
        return new DebriefItem(
                id(topic, side),
                DebriefKind.EXAMINATION,
                topic.topic(),
                found.isPresent() ? DebriefResult.MET : mustNot ? DebriefResult.NOT_APPLICABLE : DebriefResult.NOT_MET,
                outcome,
                side,
                DebriefBasis.RULE,
                null,
                found.or(() -> refused).map(done -> List.of(quote(done))).orElse(List.of()),
                null,
                early ? WITHOUT_CONSENT : null);
    }

    private static String id(ExaminationTopic topic, @Nullable Side side) {
        String id = "examination/" + CaseTopics.slug(topic.topic());
        return side == null ? id : id + "/" + side;
    }

    private Optional<Conversation.Done> done(ExaminationTopic topic, @Nullable Side side, ExaminationOutcome outcome) {
        return tests.stream()
                .filter(done -> done.examination().testId().equals(topic.testId())
                        && done.examination().outcome() == outcome
                        && (side == null
                                || done.examination().side() == null
                                || side == done.examination().side()))
                .findFirst();
    }

    /** What the event shows: the finding, or why it was not done. */
    private static Evidence quote(Conversation.Done done) {
        var examination = done.examination();
        String shown = examination.finding() != null
                ? examination.finding()
                : examination.detail() != null ? examination.detail() : examination.name();
        return new Evidence(examination.itemId(), null, shown, 0, shown.length(), null);
    }
}
