package dev.viva.examination;

import dev.viva.model.CatalogEntry;
import dev.viva.model.Examination;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.ExaminationResult;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.Phase;
import dev.viva.model.Side;
import dev.viva.patient.Refusal;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a test shows in a case. What is missing is asked for in the same order whether the case has the test or not, so
 * the questions do not tell which tests it has. A case that asks for consent where its catalogue does not tells it all
 * the same: the check of the content warns of that.
 */
final class Decision {
    static final String SIDE_NEEDED = "Say which side you examine, left or right.";
    static final String CONSENT_NEEDED = "Tell the patient what this test involves, and ask whether they agree.";
    static final String NOT_IN_CASE = "Nothing is recorded for this test.";

    private final AskedTest asked;
    private final Optional<CatalogEntry> entry;
    private final Optional<ExaminationTopic> topic;

    private Decision(AskedTest asked, Optional<CatalogEntry> entry, Optional<ExaminationTopic> topic) {
        this.asked = asked;
        this.entry = entry;
        this.topic = topic;
    }

    /**
     * The examination that an asked test is.
     *
     * @param topics the tests of the case
     * @throws ProblemException {@code invalid_body} when there is no such test, {@code examination_not_begun} during
     *     the history
     */
    static Examination of(List<ExaminationTopic> topics, Tests tests, AskedTest asked, Phase phase) {
        var topic = topic(topics, asked.testId());
        var entry = tests.find(asked.testId());
        if (entry.isEmpty() && topic.isEmpty()) {
            throw ProblemException.invalidBody("/test_id", "is not a test of the catalogues");
        }
        if (phase == Phase.SUBJECTIVE) {
            throw new ProblemException(Failure.EXAMINATION_NOT_BEGUN);
        }
        return new Decision(asked, entry, topic).examination();
    }

    /** The side that counts for a test: none for a test without sides, whatever was said. */
    static @Nullable Side side(List<ExaminationTopic> topics, Tests tests, String testId, @Nullable Side said) {
        return hasSides(topic(topics, testId), tests.find(testId)) ? said : null;
    }

    private static Optional<ExaminationTopic> topic(List<ExaminationTopic> topics, String testId) {
        return topics.stream().filter(one -> testId.equals(one.testId())).findFirst();
    }

    /** Whether it is stored: something was done, or found impossible. */
    static boolean isStored(Examination examination) {
        return switch (examination.outcome()) {
            case FOUND, CONTRAINDICATED, NOT_IN_CASE -> true;
            case SIDE_NEEDED, CONSENT_NEEDED -> false;
        };
    }

    private Examination examination() {
        if (hasSides() && asked.side() == null) {
            return without(ExaminationOutcome.SIDE_NEEDED, SIDE_NEEDED, null);
        }
        if (needsConsent() && !asked.consent()) {
            return without(ExaminationOutcome.CONSENT_NEEDED, CONSENT_NEEDED, null);
        }
        String contraindication = topic.map(ExaminationTopic::contraindication).orElse(null);
        if (contraindication != null) {
            var refusal = Refusal.of(contraindication);
            return without(ExaminationOutcome.CONTRAINDICATED, refusal.reason(), refusal.reply());
        }
        return result().map(this::found).orElseGet(() -> without(ExaminationOutcome.NOT_IN_CASE, NOT_IN_CASE, null));
    }

    private boolean hasSides() {
        return hasSides(topic, entry);
    }

    private static boolean hasSides(Optional<ExaminationTopic> topic, Optional<CatalogEntry> entry) {
        return topic.map(one -> one.results().stream().anyMatch(result -> result.side() != null))
                .orElseGet(
                        () -> entry.map(one -> Boolean.TRUE.equals(one.sides())).orElse(false));
    }

    private boolean needsConsent() {
        return topic.map(ExaminationTopic::needsConsent).orElse(false)
                || entry.map(CatalogEntry::needsConsent).orElse(false);
    }

    private Optional<ExaminationResult> result() {
        return topic.flatMap(one -> one.results().stream()
                .filter(result -> result.side() == null || result.side() == asked.side())
                .findFirst());
    }

    private Examination found(ExaminationResult result) {
        String media = topic.map(ExaminationTopic::media).orElse(null);
        return new Examination(
                asked.itemId(),
                asked.testId(),
                name(),
                side(),
                ExaminationOutcome.FOUND,
                result.finding(),
                result.reply(),
                null,
                media == null ? null : List.of(media),
                asked.asker());
    }

    private Examination without(ExaminationOutcome outcome, String detail, @Nullable String reply) {
        return new Examination(
                asked.itemId(), asked.testId(), name(), side(), outcome, null, reply, detail, null, asked.asker());
    }

    /** The side examined; null for a test without sides, whatever the student said. */
    private @Nullable Side side() {
        return hasSides() ? asked.side() : null;
    }

    private String name() {
        return entry.map(CatalogEntry::name)
                .or(() -> topic.map(ExaminationTopic::topic))
                .orElse(asked.testId());
    }
}
