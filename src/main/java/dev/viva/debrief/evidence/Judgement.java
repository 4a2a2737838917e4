package dev.viva.debrief.evidence;

/**
 * How sure it is that a question asks for a topic, and that an answer tells it: two logistic models. Their weights are
 * whole numbers, in thousandths; they were fitted to the questions for tuning of all shipped cases and to the tuning
 * half of the labelled interviews (DEBRIEF.md). None belongs to a single case.
 */
final class Judgement {
    private static final int WHOLE = Exact.WHOLE;
    /** An answer of this many words says enough by itself. */
    private static final int LONG = 10;

    private static final int VERY_BRIEF = 4;
    private static final int MAX_ODDS = 3_000;
    private static final int MIN_ODDS = -8_000;

    private Judgement() {}

    /** The logarithm of the odds that a question asks for a topic, in thousandths. */
    static int odds(int asked, int askedAhead, int concept) {
        int ahead = Math.max(askedAhead, -400);
        int odds = -5_730
                + times(7_000, asked)
                + times(17_040, ahead)
                + times(-8_780, Math.max(ahead, 0))
                + times(5_260, concept)
                + (concept > 0 ? 980 : 0)
                + times(-7_140, times(asked, concept))
                + times(-5_830, Math.max(asked - 600, 0));
        return Math.clamp(odds, MIN_ODDS, MAX_ODDS);
    }

    /** The logarithm of the odds that the patient's line tells a topic, in thousandths. */
    static int odds(Clues clues, boolean hidden, boolean history) {
        int odds = odds(clues.asked(), clues.askedAhead(), clues.askedConcept());
        int likely = likelihood(odds);
        int brief = Math.max(0, (LONG - clues.words()) * WHOLE / LONG);
        int big = WHOLE - brief;
        Answers.Match match = clues.match();
        int ahead = Math.max(match.ahead(), -300);
        int word = times(match.wording(), big);
        return BIAS
                + times(WORD, word)
                + times(MEANING, times(match.meaning(), big))
                + times(AHEAD, times(ahead, big))
                + times(TOLD_LONG, times(clues.told(), big))
                + times(TOLD, clues.told())
                + times(FITTING, times(clues.fitting(), big))
                + times(ODDS, odds)
                + times(LIKELY, likely)
                + times(ODDS_FOR, Math.max(odds, 0))
                + times(LIKELY_BRIEF, times(likely, brief))
                + times(ODDS_BRIEF, times(odds, brief))
                + (clues.words() <= VERY_BRIEF ? IS_BRIEF : 0)
                + times(BRIEF, brief)
                + times(LIKE_ASKED, times(match.likeness(), likely))
                + times(TOLD_ASKED, times(clues.told(), likely))
                + (hidden ? HIDDEN : 0)
                + times(NAMED, times(clues.named(), big))
                + times(NAMED_AHEAD, times(Math.max(clues.namedAhead(), -300), big))
                + times(ABOUT, clues.about())
                + (history ? 0 : OTHER_PHASE)
                + times(CONCEPT, clues.namedConcept())
                + times(CONCEPT_ASKED, times(clues.namedConcept(), likely))
                + (clues.namedConcept() > 0 ? HAS_CONCEPT : 0)
                + times(WORD_SQUARE, times(word, match.wording()))
                + (ahead >= 0 ? times(FIRST, big) : 0);
    }

    /** The odds as a likelihood, in per mille. */
    static int likelihood(int odds) {
        return (int) Math.rint(WHOLE / (1 + StrictMath.exp(-odds / (double) WHOLE)));
    }

    /** The product of two numbers in thousandths. */
    private static int times(int a, int b) {
        return (int) Math.floorDiv((long) a * b, (long) WHOLE);
    }

    private static final int BIAS = -5647;
    private static final int WORD = 7139;
    private static final int MEANING = -876;
    private static final int AHEAD = 2997;
    private static final int TOLD_LONG = 812;
    private static final int TOLD = 4642;
    private static final int FITTING = -3416;
    private static final int ODDS = 389;
    private static final int LIKELY = 4595;
    private static final int ODDS_FOR = -654;
    private static final int LIKELY_BRIEF = 2877;
    private static final int ODDS_BRIEF = 184;
    private static final int IS_BRIEF = 1135;
    private static final int BRIEF = -866;
    private static final int LIKE_ASKED = -7316;
    private static final int TOLD_ASKED = 8916;
    private static final int HIDDEN = -1062;
    private static final int NAMED = -931;
    private static final int NAMED_AHEAD = 4211;
    private static final int ABOUT = 5947;
    private static final int OTHER_PHASE = -1500;
    private static final int CONCEPT = 1517;
    private static final int CONCEPT_ASKED = -3254;
    private static final int HAS_CONCEPT = 1172;
    private static final int WORD_SQUARE = -5767;
    private static final int FIRST = 1521;
}
