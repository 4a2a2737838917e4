package dev.viva.simulator.patient;

import dev.viva.realtime.CaseScript.Side;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The sides of the body that a line names. */
final class Sides {
    private static final Pattern LEFT = word("left|izquierd[oa]s?|links?|linke[nrs]?|gauche");
    /** No side: "right here", "right down to the hand", "that's right", "the right place". */
    private static final Pattern RIGHT = word(
            "(?<!\\bthat['’]?s |\\bthat is |\\bis (?:that|this|it) |\\byou(?:['’]re| are) )right(?! (?:away|now|then|so|okay|ok"
                    + "|here|there|down|up|next|at|over|in front|behind|through|into|across|along"
                    + "|place|spot|way|thing|person|patient|word|answer)\\b|,)"
                    + "|(?<=^)right(?=,? (?:please|again|too|as well)\\b)"
                    + "|(?<=\\b(?:the|your) )right(?=,| (?:now|then|here|there|down|up|next|at|over|behind)\\b)"
                    + "|derech[oa]s?|rechts?|rechte[nrs]?|droite?");

    private static final Pattern BOTH = word("both|each side|either side|two sides|ambos|ambas|beide[nr]?|les deux");
    private static final Pattern OTHER = word(
            "other(?: (?:side|one|leg|knee|arm|shoulder|foot|ankle|hand|hip|elbow|wrist|thigh|calf|ear|eye)|(?=(?:,? (?:please|again|too|as well|now))*\\W*$))|otro lado|andere[nr]? seite|autre côté");

    private Sides() {}

    private static Pattern word(String words) {
        return Pattern.compile(
                "(?<!\\p{L})(?:" + words + ")(?!\\p{L})", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    static Set<Side> in(String line) {
        if (BOTH.matcher(line).find()) {
            return EnumSet.allOf(Side.class);
        }
        Set<Side> sides = EnumSet.noneOf(Side.class);
        if (LEFT.matcher(line).find()) {
            sides.add(Side.LEFT);
        }
        // "Right, I will …" and "all right" are no side.
        String plain = line.replaceAll(
                "(?i)\\ball? ?right\\b|^\\s*right\\b[,.]?(?=\\s+\\p{L})(?!\\s*(?:side|leg|knee|arm|one|please|again|too|as well))",
                " ");
        if (RIGHT.matcher(plain).find()) {
            sides.add(Side.RIGHT);
        }
        return sides;
    }

    static boolean other(String line) {
        return OTHER.matcher(line).find();
    }
}
