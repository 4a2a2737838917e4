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
    private static final Pattern TROUBLE = Pattern.compile(
            "\\b(?:hurt\\w*|ach(?:e|es|ed|ing)|sore|pain\\w*|stiff\\w*|swell\\w*|swollen|numb\\w*|asleep|to sleep|tingl\\w*|cramp\\w*"
                    + "|itch\\w*|burn\\w*|throb\\w*|ring(?:s|ing)|tender|bleed\\w*|twitch\\w*|lumps?|holes?|ulcers?|no feeling"
                    + "|rash|blister\\w*|infected|sees? double|went white|goes white|went blue|gives way|gave way|puffy)\\b");
    /** Ways to say of anything that it is not as it should be. */
    private static final Pattern WRONG = Pattern.compile(
            "\\b(?:funny|odd|strange|weird|wrong|playing up|plays up|played up|gone off|septic|infect\\w*|discharg\\w*|smell\\w*|smelly"
                    + "|block\\w*|dry|weep\\w*|ooz\\w*|runny|runs|running|sting\\w*|stung|itch\\w*|flak\\w*|peel\\w*|crack\\w*|split\\w*"
                    + "|jump\\w*|twitch\\w*|jerk\\w*|shak\\w*|trembl\\w*|flutter\\w*|lock\\w*|stuck|click\\w*|grind\\w*|creak\\w*|weak\\w*|heavy"
                    + "|tight\\w*|red|yellow|blue|purple|black|white|pale|blotch\\w*|spots?|patch\\w*|bruis\\w*|blur\\w*|misty|cloudy|puff\\w*"
                    + "|falling out|fell out|coming out|dropp?\\w*|droop\\w*|slur\\w*|croak\\w*|hoarse|cold|freezing|hot|pressure|too big|growth|growing"
                    + "|leak\\w*|bleed\\w*|bled|blood|ringing|buzz\\w*|bloat\\w*|gripe\\w*|loose|thin\\w*|awful|terrible|dreadful|horrible|dark|brown"
                    + "|damaged?|injured|broken?|broke|cut|wound\\w*|sprain\\w*|torn|tore|worn|killing me|bothering|troubl\\w*|bad|worse"
                    + "|stiff|crick|wasted|shrunk|bent|crooked|curved|veins?|lost|gone|going)\\b");

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
        return TROUBLE.matcher(sentence.plain()).find()
                || WRONG.matcher(sentence.plain()).find();
    }

    boolean ofLimb() {
        return LIMBS.contains(body);
    }

    /** All complaints of a sentence, asserted and denied. */
    static List<Complaint> in(Stated stated) {
        List<Complaint> all = new ArrayList<>();
        stated.clauses().forEach(clause -> {
            List<String> words =
                    Words.of(NOTHING_FELT.matcher(String.join(" ", clause)).replaceAll("numb"));
            String text = String.join(" ", words);
            boolean fine = words.stream().anyMatch(ClaimWords::isNegator)
                    || words.stream().anyMatch(word -> FINE.contains(word) && !isSide(words, word));
            boolean trouble = TROUBLE.matcher(text).find();
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
