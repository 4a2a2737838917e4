package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import dev.viva.meaning.WordLists;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something about somebody's health that a sentence asserts or denies.
 *
 * @param body the part of the body that the clause names nearest to it; null where it names none
 * @param relative whether the sentence is about a relative
 * @param supposed whether it is only feared, wished, asked about, or said of somebody who is neither patient nor kin
 */
record Assertion(
        String name, Concepts.Kind kind, @Nullable String body, boolean denied, boolean relative, boolean supposed) {
    private static final Concepts FINDINGS = new Concepts(WordLists.read(Assertion.class, "findings.txt"));
    private static final Set<String> ONLY_DENIES = Set.of(
            "no",
            "never",
            "not",
            "none",
            "nothing",
            "really",
            "at",
            "all",
            "ever",
            "me",
            "that",
            "thank",
            "god",
            "goodness",
            "you",
            "so",
            "far");
    private static final Set<String> VERBS = Set.of(
            "i", "it", "he", "she", "they", "we", "is", "was", "had", "have", "has", "got", "get", "are", "were", "am",
            "do", "did");

    /** All that a sentence asserts and denies, in order. */
    static List<Assertion> in(Stated stated) {
        boolean relative = stated.passage().found().stream()
                .anyMatch(found -> found.concept().kind() == Concepts.Kind.RELATIVE
                        && !found.concept().name().equals("partner"));
        List<List<String>> clauses = stated.clauses();
        List<Assertion> assertions = new ArrayList<>();
        boolean denied = false;
        for (int i = 0; i < clauses.size(); i++) {
            List<String> clause = clauses.get(i);
            boolean deniedAfter = i + 1 < clauses.size() && denies(clauses.get(i + 1));
            boolean goesOn = denied && clause.stream().noneMatch(VERBS::contains);
            List<Concepts.Found> all = findings(clause);
            List<Concepts.Found> bodies = all.stream()
                    .filter(found -> found.concept().kind() == Concepts.Kind.BODY)
                    .toList();
            for (Concepts.Found found : all) {
                boolean no = goesOn
                        || deniedAfter
                        || clause.subList(0, found.from()).stream().anyMatch(Assertion::isNegator);
                assertions.add(new Assertion(
                        found.concept().name(),
                        found.concept().kind(),
                        nearestBody(bodies, found),
                        no,
                        relative,
                        Supposition.of(clause, found)));
            }
            denied = goesOn || clause.stream().anyMatch(Assertion::isNegator);
        }
        return assertions;
    }

    private static @Nullable String nearestBody(List<Concepts.Found> bodies, Concepts.Found to) {
        return to.concept().kind() == Concepts.Kind.BODY
                ? null
                : bodies.stream()
                        .min(Comparator.comparingInt(body -> Math.abs(body.from() - to.from())))
                        .map(body -> body.concept().name())
                        .orElse(null);
    }

    /** What words name: by the list, and where it has nothing by how a word ends. */
    static List<Concepts.Found> findings(List<String> words) {
        List<Concepts.Found> all = FINDINGS.find(words);
        List<Concepts.Found> idioms = all.stream()
                .filter(one -> one.concept().kind() == Concepts.Kind.IDIOM)
                .toList();
        List<Concepts.Found> found = new ArrayList<>(all.stream()
                .filter(one -> idioms.stream().noneMatch(idiom -> one.from() < idiom.to() && idiom.from() < one.to()))
                .toList());
        for (int i = 0; i < words.size(); i++) {
            int at = i;
            if (found.stream().noneMatch(one -> one.from() <= at && at < one.to())) {
                Suffixes.of(words.get(i)).ifPresent(concept -> found.add(new Concepts.Found(concept, at, at + 1)));
            }
        }
        return found;
    }

    /** "Free of pain" denies as well. */
    private static boolean isNegator(String word) {
        return word.equals("free") || ClaimWords.isNegator(word);
    }

    /** "Reflux, no", "blowing into things, never". */
    private static boolean denies(List<String> clause) {
        return !clause.isEmpty()
                && isNegator(clause.getFirst())
                && (ONLY_DENIES.containsAll(clause) || FINDINGS.find(clause).isEmpty());
    }

    boolean is(Concepts.Kind... kinds) {
        return List.of(kinds).contains(kind);
    }
}
