package dev.viva.simulator.patient;

import dev.viva.realtime.CaseScript;

/**
 * How much each kind of nearness counts. The values were fitted to the authors' own examples, each compared with the
 * others, and to the questions for tuning; none belongs to a single case.
 *
 * @param outside of questions that no case answers
 * @param nothing the score of no meaning at all
 */
record Weights(
        double nearest,
        double nearestThree,
        double wording,
        double coverage,
        double cue,
        double absent,
        double told,
        double talk,
        double outside,
        double nothing) {
    static final Weights WITH_VECTORS = new Weights(13.19, 10.25, 2.27, 2.06, 0.77, -4.63, -1.28, -1.08, -0.69, 15.2);
    /** Without vectors. */
    static final Weights OF_WORDS = new Weights(0, 0, 12, 3, 1.5, -2, -0.5, 0, 0, 5);

    double score(Meaning meaning, double nearest, double nearestThree, double wording, double coverage, double cue) {
        return this.nearest * nearest
                + this.nearestThree * nearestThree
                + this.wording * wording
                + this.coverage * coverage
                + this.cue * cue
                + kind(meaning);
    }

    private double kind(Meaning meaning) {
        return switch (meaning) {
            case Meaning.Told told -> this.told;
            case Meaning.Tested tested -> isAbsent(tested.test()) ? absent : 0;
            case Meaning.Proposed proposed -> 0;
            case Meaning.Talk talk -> talk.intent() == Intent.OUTSIDE ? outside : this.talk;
        };
    }

    private static boolean isAbsent(CaseScript.Test test) {
        return test.results().isEmpty();
    }
}
