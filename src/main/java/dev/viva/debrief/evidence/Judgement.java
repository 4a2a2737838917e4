package dev.viva.debrief.evidence;

/**
 * How sure it is that a question asks for a topic, and that an answer tells it: two logistic models. Their weights are
 * whole numbers, in thousandths; they were fitted to the questions for tuning of all shipped cases and to the first
 * three sets of the labelled interviews (DEBRIEF.md). None belongs to a single case.
 */
final class Judgement {
    private static final int WHOLE = Exact.WHOLE;
    /** An answer of this many words says enough by itself. */
    private static final int LONG = 10;

    private static final int VERY_BRIEF = 4;
    private static final int MAX_ODDS = 3_000;
    private static final int MIN_ODDS = -8_000;

    /**
     * What speaks for and against a line of the patient telling a topic; all in per mille.
     *
     * @param match how its nearest part is like the topic's reply
     * @param told how much of the reply it tells
     * @param fitting how much of it belongs to the reply
     * @param asked how near the student's lines before are to a question for the topic
     * @param askedAhead how much nearer than to the question for any other topic
     * @param named how near the line is to a question for the topic, since an answer often repeats the question's words
     * @param namedAhead how much nearer than to the question for any other topic
     * @param about how much of question and answer together belongs to what the case says of the topic
     * @param askedConcept whether the question names what the topic is about; the fewer topics are about it, the more
     * @param namedConcept the same of the line
     * @param direct whether it begins as an answer to a plain question does: "No", "I do", "Twice"
     * @param question whether the student asked anything
     * @param words how many words the line has; a short one tells nothing by itself
     */
    record Clues(
            Answers.Match match,
            int told,
            int fitting,
            int asked,
            int askedAhead,
            int named,
            int namedAhead,
            int about,
            int askedConcept,
            int namedConcept,
            int words,
            boolean direct,
            boolean question) {}

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
                + (ahead >= 0 ? times(FIRST, big) : 0)
                + (clues.direct() ? direct(likely, clues.askedConcept()) : 0)
                + (clues.question() ? QUESTION + times(QUESTION_ASKED, likely) : 0);
    }

    private static int direct(int likely, int concept) {
        return DIRECT
                + times(DIRECT_ASKED, likely)
                + times(DIRECT_CONCEPT, times(concept, likely))
                + (likely > WHOLE / 2 ? DIRECT_LIKELY : 0);
    }

    /** The odds as a likelihood, in per mille. */
    static int likelihood(int odds) {
        return (int) Math.rint(WHOLE / (1 + StrictMath.exp(-odds / (double) WHOLE)));
    }

    /** The product of two numbers in thousandths. */
    private static int times(int a, int b) {
        return (int) Math.floorDiv((long) a * b, (long) WHOLE);
    }

    private static final int BIAS = -5389;
    private static final int WORD = 2713;
    private static final int MEANING = -790;
    private static final int AHEAD = 5108;
    private static final int TOLD_LONG = 2446;
    private static final int TOLD = 4261;
    private static final int FITTING = -1333;
    private static final int ODDS = 384;
    private static final int LIKELY = 788;
    private static final int ODDS_FOR = -249;
    private static final int LIKELY_BRIEF = -1146;
    private static final int ODDS_BRIEF = 99;
    private static final int IS_BRIEF = -24;
    private static final int BRIEF = 146;
    private static final int LIKE_ASKED = 453;
    private static final int TOLD_ASKED = -2213;
    private static final int HIDDEN = 777;
    private static final int NAMED = -1651;
    private static final int NAMED_AHEAD = 4447;
    private static final int ABOUT = 6620;
    private static final int OTHER_PHASE = -2767;
    private static final int CONCEPT = 1234;
    private static final int CONCEPT_ASKED = -977;
    private static final int HAS_CONCEPT = 1057;
    private static final int WORD_SQUARE = -2497;
    private static final int FIRST = 1569;
    private static final int DIRECT_ASKED = 404;
    private static final int DIRECT = 44;
    private static final int QUESTION_ASKED = 4220;
    private static final int QUESTION = -931;
    private static final int DIRECT_CONCEPT = -173;
    private static final int DIRECT_LIKELY = 209;
}
