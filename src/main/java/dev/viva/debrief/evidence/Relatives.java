package dev.viva.debrief.evidence;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells what is about the health of the patient's family and not about the patient: "Does your wife have any
 * allergies?", "My sister had a fever". Immutable.
 */
final class Relatives {
    private static final Set<Concepts.Kind> HEALTH =
            EnumSet.of(Concepts.Kind.SYMPTOM, Concepts.Kind.CONDITION, Concepts.Kind.MEDICINE, Concepts.Kind.HABIT);
    /** Before "your" in a question of which the relative is the subject. */
    private static final Set<String> ASKED =
            Set.of("do", "does", "did", "has", "have", "had", "is", "are", "was", "were", "can", "could", "about");
    /** After "my sister". */
    private static final Set<String> TOLD = Set.of(
            "has",
            "have",
            "had",
            "is",
            "are",
            "was",
            "gets",
            "get",
            "got",
            "takes",
            "take",
            "took",
            "suffers",
            "suffered");
    /** With these it is about the patient as well, or about what the relative says of the patient. */
    private static final Set<String> OF_PATIENT = Set.of(
            "i",
            "me",
            "we",
            "us",
            "our",
            "mine",
            "myself",
            "you",
            "yours",
            "yourself",
            "too",
            "also",
            "same",
            "mentioned",
            "mention",
            "mentions",
            "witnessed",
            "witness",
            "described",
            "describe",
            "describes",
            "complained",
            "complain",
            "complains",
            "commented",
            "comment",
            "comments",
            "reported",
            "report",
            "reports",
            "spotted",
            "spot",
            "watched",
            "noticed",
            "notice",
            "seen",
            "saw",
            "heard",
            "hear",
            "said",
            "say",
            "says",
            "think",
            "thinks",
            "thought",
            "told",
            "tells",
            "know",
            "knows",
            "found",
            "worried");

    private static final int MAX_TOLD_AT = 2;
    private static final int MAX_GAP = 2;

    private final List<Boolean> concerned;

    /**
     * @param topics of the case; those that name a relative themselves are about the family too
     * @param patientSpeaks whether it is the patient who speaks, and not a relative, who speaks of them
     */
    Relatives(List<Topic> topics, boolean patientSpeaks) {
        this.concerned = topics.stream()
                .map(topic -> !patientSpeaks || isAboutFamily(topic))
                .toList();
    }

    private static boolean isAboutFamily(Topic topic) {
        return Stream.of(List.of(topic.title()), topic.replies(), topic.questions())
                .flatMap(List::stream)
                .flatMap(text -> Passage.of(text).found().stream())
                .anyMatch(found -> found.concept().kind() == Concepts.Kind.RELATIVE);
    }

    /** Whether what is said of a relative may tell or ask for a topic. */
    boolean concern(int topic) {
        return concerned.get(topic);
    }

    /** Whether a student asks about a relative. */
    static boolean areAsked(Passage question) {
        int your = question.words().indexOf("your");
        return (your == 0 || your > 0 && ASKED.contains(question.words().get(your - 1))) && own(question, "your");
    }

    /** Whether all that a patient says is about relatives. */
    static boolean areTold(Line answer) {
        return !answer.sentences().isEmpty() && answer.sentences().stream().allMatch(Relatives::areTold);
    }

    private static boolean areTold(Passage sentence) {
        int my = sentence.words().indexOf("my");
        return my >= 0 && my <= MAX_TOLD_AT && isSubject(sentence, my) && own(sentence, "my");
    }

    /** "My sister had", and not "my wife had to help". */
    private static boolean isSubject(Passage sentence, int my) {
        List<String> words = sentence.words();
        return relatives(sentence, my)
                .map(Concepts.Found::to)
                .anyMatch(next -> next < words.size()
                        && TOLD.contains(words.get(next))
                        && (next + 1 == words.size() || !words.get(next + 1).equals("to")));
    }

    private static Stream<Concepts.Found> relatives(Passage passage, int owner) {
        return passage.found().stream()
                .filter(found -> found.concept().kind() == Concepts.Kind.RELATIVE
                        && found.from() > owner
                        && found.from() <= owner + MAX_GAP);
    }

    /** Whether it is about health, and about nothing of the patient's but relatives. */
    private static boolean own(Passage passage, String owner) {
        List<String> words = passage.words();
        for (int at = 0; at < words.size(); at++) {
            if (words.get(at).equals(owner) && relatives(passage, at).findAny().isEmpty()) {
                return false;
            }
        }
        return Collections.disjoint(words, OF_PATIENT)
                && passage.found().stream()
                        .anyMatch(found -> HEALTH.contains(found.concept().kind()));
    }
}
