package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.language.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that is the matter with a part of the body, or is not.
 *
 * @param side {@code left}, {@code right} or {@code other}; null where the sentence does not say
 */
record Complaint(String body, @Nullable String side, boolean denied) {
    private static final Concepts TROUBLE =
            new Concepts(List.of("trouble | symptom | hurt*; ache; aches; ached; aching; sore; pain*; stiff*; swell*; "
                    + "swollen; numb*; asleep; to sleep; tingl*; cramp*; itch*; burn*; throb*; rings; ringing; "
                    + "tender; bleed*; twitch*; lump; lumps; hole; holes; ulcer; ulcers; no feeling; rash; "
                    + "blister*; infected; see double; sees double; went white; goes white; went blue; gives "
                    + "way; gave way; puffy"));
    /** Ways to say of anything that it is not as it should be. */
    private static final Concepts WRONG = new Concepts(
            List.of("wrong | symptom | funny; odd; strange; weird; wrong; playing up; plays up; played up; "
                    + "gone off; septic; infect*; discharg*; smell*; block*; dry; weep*; ooz*; runny; runs; "
                    + "running; sting*; stung; itch*; flak*; peel*; crack*; split*; jump*; twitch*; jerk*; "
                    + "shak*; trembl*; flutter*; lock*; stuck; click*; grind*; creak*; weak*; heavy; tight*; "
                    + "red; yellow; blue; purple; black; white; pale; blotch*; spot; spots; patch*; bruis*; "
                    + "blur*; misty; cloudy; puff*; falling out; fell out; coming out; drop*; droop*; slur*; "
                    + "croak*; hoarse; cold; freezing; hot; pressure; too big; growth; growing; leak*; bleed*; "
                    + "bled; blood; ringing; buzz*; bloat*; gripe*; loose; thin*; awful; terrible; dreadful; "
                    + "horrible; dark; brown; damage; damaged; injured; broke; broken; cut; wound*; sprain*; "
                    + "torn; tore; worn; killing me; bothering; troubl*; bad; worse; stiff; crick; wasted; "
                    + "shrunk; bent; crooked; curved; vein; veins; lost; gone; going"));

    private static final Set<String> FINE =
            Set.of("fine", "okay", "ok", "normal", "good", "well", "quiet", "right", "same", "strong");
    private static final Set<String> SIDES = Set.of("left", "right", "other");
    private static final Set<String> LIMBS = Set.of(
            "shoulder",
            "elbow",
            "wrist",
            "hand",
            "hip",
            "thigh",
            "knee",
            "calf",
            "shin",
            "ankle",
            "foot",
            "leg",
            "arm");
    private static final Pattern NOTHING_FELT = Pattern.compile("\\b(?:no|without) feeling\\b");
    private static final int NEAR = 2;

    /** Whether a sentence says that something is the matter, in whatever way. */
    static boolean isTroubled(Passage sentence) {
        return !TROUBLE.find(sentence.words()).isEmpty()
                || !WRONG.find(sentence.words()).isEmpty();
    }

    boolean ofLimb() {
        return LIMBS.contains(body);
    }

    /** All complaints of a sentence, asserted and denied. */
    static List<Complaint> in(Stated stated) {
        List<Complaint> all = new ArrayList<>();
        stated.clauses().forEach(clause -> {
            List<String> words = felt(clause);
            boolean fine = words.stream().anyMatch(ClaimWords::isNegator)
                    || words.stream().anyMatch(word -> FINE.contains(word) && !isSide(words, word));
            boolean trouble = !TROUBLE.find(words).isEmpty();
            if (trouble || fine) {
                for (Concepts.Found found : Assertion.findings(words)) {
                    if (found.concept().kind() == Concepts.Kind.BODY) {
                        all.add(new Complaint(found.concept().name(), side(words, found.from()), fine));
                    }
                }
            }
        });
        return all;
    }

    /** "No feeling" denies nothing. */
    private static List<String> felt(List<String> clause) {
        return clause.contains("feeling")
                ? Words.of(NOTHING_FELT.matcher(String.join(" ", clause)).replaceAll("numb"))
                : clause;
    }

    /** "The right knee", not "all right". */
    private static boolean isSide(List<String> words, String word) {
        int at = words.indexOf(word);
        return word.equals("right") && (at == 0 || !words.get(at - 1).equals("all"));
    }

    private static @Nullable String side(List<String> words, int at) {
        for (int i = at - 1; i >= Math.max(0, at - NEAR); i--) {
            if (SIDES.contains(words.get(i))) {
                return words.get(i);
            }
        }
        return null;
    }
}
