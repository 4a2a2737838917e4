package dev.viva.review;

import com.google.common.collect.Lists;
import dev.viva.assessment.SignedAssessment;
import dev.viva.assessment.SignedAssessments;
import dev.viva.model.CriterionPrecision;
import dev.viva.model.ReviewPrecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far proposals agree with what people signed, and which criteria are switched off for it. Thread-safe. */
final class Precision {
    /** Figures from fewer pairs would say more about chance than about the model. */
    static final int MIN_PAIRS = 50;

    static final double MIN_KAPPA = 0.6;
    private static final int MAX_LISTED = 1_000;
    /** Each rater of a session may have signed 128 KiB, and as much again in each version. */
    private static final int ASSESSED_AT_ONCE = 10;
    /** Stands for no rater, so that every rater's choices count: 50 pairs reveal no single one of them. */
    private static final String NOBODY = "";

    private final Supplier<List<ReviewDao.Judged>> judged;
    private final Function<List<String>, List<SignedAssessment>> signed;

    Precision(ReviewStore store, SignedAssessments signed) {
        this(store::judged, sessionIds -> signed.of(sessionIds, null, NOBODY).versions());
    }

    /**
     * @param judged what the model proposed, newest first
     * @param signed what raters signed of some sessions
     */
    Precision(Supplier<List<ReviewDao.Judged>> judged, Function<List<String>, List<SignedAssessment>> signed) {
        this.judged = judged;
        this.signed = signed;
    }

    /** A criterion as one model is asked about it with the same words. */
    private record Key(String rubricId, String rubricVersion, String criterionId, String model, String promptDigest)
            implements Comparable<Key> {
        static Key of(ReviewDao.Judged judged) {
            return new Key(
                    judged.rubricId(),
                    judged.rubricVersion(),
                    judged.criterionId(),
                    judged.model(),
                    judged.promptDigest());
        }

        @Override
        public int compareTo(Key other) {
            return words().compareTo(other.words());
        }

        private String words() {
            return String.join("\n", rubricId, rubricVersion, criterionId, model, promptDigest);
        }
    }

    /** Where two raters signed, or a transcript was reviewed again, the first pairs with the newest. */
    private record Unit(String sessionId, Key key) {}

    ReviewPrecision report() {
        return new ReviewPrecision(
                MIN_PAIRS,
                MIN_KAPPA,
                counts().entrySet().stream()
                        .limit(MAX_LISTED)
                        .map(entry -> view(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** Whether a criterion is not asked about now, because kappa is too low. */
    boolean isOff(String rubricId, String rubricVersion, Criterion criterion, Reviewer reviewer, Figures figures) {
        var key = new Key(rubricId, rubricVersion, criterion.id(), reviewer.model(), reviewer.promptDigest(criterion));
        Counts counts = figures.counts.get(key);
        return counts != null && counts.isOff();
    }

    /** As they are now. */
    Figures figures() {
        return new Figures(counts());
    }

    static final class Figures {
        private final Map<Key, Counts> counts;

        private Figures(Map<Key, Counts> counts) {
            this.counts = counts;
        }
    }

    private Map<Key, Counts> counts() {
        var newest = new HashMap<Unit, ReviewDao.Judged>();
        for (ReviewDao.Judged one : judged.get()) {
            newest.putIfAbsent(new Unit(one.sessionId(), Key.of(one)), one);
        }
        Map<String, List<ReviewDao.Judged>> sessions =
                newest.values().stream().collect(Collectors.groupingBy(ReviewDao.Judged::sessionId));
        var counts = new TreeMap<Key, Counts>();
        for (List<String> some : Lists.partition(List.copyOf(sessions.keySet()), ASSESSED_AT_ONCE)) {
            for (SignedAssessment assessment : signed.apply(some)) {
                sessions.getOrDefault(assessment.sessionId(), List.of()).forEach(one -> count(one, assessment, counts));
            }
        }
        return counts;
    }

    /** From the first review on, whoever assesses may have read what a model proposed. */
    private static void count(ReviewDao.Judged one, SignedAssessment assessment, Map<Key, Counts> counts) {
        Integer value = assessment.isBlind() ? value(one, assessment) : null;
        if (value != null) {
            counts.computeIfAbsent(Key.of(one), key -> new Counts())
                    .add(
                            one.outcome().equals(Outcome.MET.label()),
                            value > 0,
                            assessment.signedAt().toEpochMilli() < one.firstAskedAt());
        }
    }

    private static @Nullable Integer value(ReviewDao.Judged judged, SignedAssessment assessment) {
        boolean same = assessment.rubricId().equals(judged.rubricId())
                && assessment.rubricVersion().equals(judged.rubricVersion());
        return same
                ? assessment.scores().stream()
                        .filter(score -> score.criterionId().equals(judged.criterionId()))
                        .map(score -> score.value())
                        .filter(value -> value != null)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static CriterionPrecision view(Key key, Counts counts) {
        boolean withheld = counts.pairs() < MIN_PAIRS;
        return new CriterionPrecision(
                key.rubricId(),
                key.rubricVersion(),
                key.criterionId(),
                key.model(),
                key.promptDigest(),
                counts.pairs(),
                counts.independent(),
                withheld,
                withheld ? null : counts.precision(),
                withheld ? null : counts.recall(),
                withheld ? null : counts.kappa(),
                counts.isOff());
    }
}
