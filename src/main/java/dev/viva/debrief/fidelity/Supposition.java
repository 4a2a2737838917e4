package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import java.util.List;
import java.util.Set;

/** Tells what a patient says of their own health from what they only fear, wish or imagine, and from other people's. */
final class Supposition {
    /** Before these, whatever is named is not the case. */
    private static final Set<String> ALWAYS = Set.of(
            "wonder",
            "wondered",
            "wondering",
            "whether",
            "might",
            "maybe",
            "perhaps",
            "afraid",
            "scared",
            "worried",
            "worry",
            "worries",
            "worrying",
            "fear",
            "fearing",
            "frightened",
            "terrified",
            "dread",
            "hope",
            "hoping",
            "hoped",
            "imagine",
            "imagined",
            "unless",
            "risk",
            "avoid",
            "prevent",
            "google",
            "googled",
            "internet",
            "instead");
    /** The same where an illness, a test or a medicine is named; of a symptom people say "I think I fainted". */
    private static final Set<String> OF_NAMES = Set.of(
            "think",
            "thinking",
            "thought",
            "thinks",
            "reckon",
            "reckoned",
            "believe",
            "believed",
            "suppose",
            "guess",
            "guessed",
            "if",
            "may",
            "possibly",
            "probably",
            "would",
            "should",
            "could",
            "will",
            "want",
            "wanted",
            "wants",
            "wanting",
            "need",
            "needs",
            "rather",
            "prefer",
            "asking",
            "asked",
            "ask",
            "expect",
            "expected",
            "expecting",
            "like",
            "read",
            "looked",
            "shall",
            "until",
            "let",
            "about",
            "than",
            "means",
            "called");

    private static final Set<String> PEOPLE = Set.of(
            "friend",
            "friends",
            "mate",
            "mates",
            "neighbour",
            "colleague",
            "boss",
            "someone",
            "somebody",
            "flatmate",
            "roommate",
            "housemate",
            "dog",
            "cat",
            "horse",
            "teacher",
            "coach",
            "landlord",
            "lodger",
            "neighbours",
            "people",
            "everyone",
            "everybody",
            "woman",
            "lady",
            "bloke",
            "lad",
            "chap",
            "guy",
            "fellow",
            "others");
    private static final Set<String> THIRD = Set.of("he", "she", "his", "her", "him", "their");
    private static final Set<String> FIRST = Set.of("i", "my", "me", "mine", "myself", "we", "us");

    private Supposition() {}

    /** Whether a clause only supposes what it names, or says it of a person who is neither the patient nor kin. */
    static boolean of(List<String> clause, Concepts.Found found) {
        boolean symptom = found.concept().kind() == Concepts.Kind.SYMPTOM
                || found.concept().kind() == Concepts.Kind.BODY;
        List<String> before = clause.subList(0, found.from());
        if (before.stream().anyMatch(word -> ALWAYS.contains(word) || !symptom && OF_NAMES.contains(word))) {
            return true;
        }
        boolean done = found.concept().kind() == Concepts.Kind.PROCEDURE
                || found.concept().kind() == Concepts.Kind.MEDICINE;
        return !done
                && before.stream().noneMatch(FIRST::contains)
                && before.stream().anyMatch(word -> PEOPLE.contains(word) || symptom && THIRD.contains(word));
    }
}
