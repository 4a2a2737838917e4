package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import dev.viva.debrief.evidence.Exact;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.evidence.Telling;
import dev.viva.debrief.evidence.WordVectors;
import dev.viva.debrief.language.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what speaks for and against a sentence claiming what the case does not have. */
final class Clues {
    /** How many {@link #values} there are. */
    static final int COUNT = Clue.values().length + WordVectors.shared().dimensions();

    private static final int MAX_WORDS = 20;
    private static final int MAX_SHORT = 3;
    /** How clinical a word counts that no table has. As in {@link Claim#clinical}, 0 is as likely clinical as not. */
    private static final int UNKNOWN_CLINICAL = -1_000;

    /** Before "not" these tell what does not work, rather than deny. */
    private static final Set<String> ABLE = Set.of("can", "could", "will");

    /** After "like" these begin a picture. */
    private static final Set<String> PICTURED = Set.of("a", "an", "the", "some", "somebody", "someone", "when");

    private static final int MIN_CLASSED = 500;
    private static final int CLASSED = 2_000;
    private static final int LEAST = 2_500;
    private static final Pattern NAME = Pattern.compile("(?<=[a-z,] )[A-Z][a-z]+");
    private static final Set<Concepts.Kind> CLINICAL = Set.of(
            Concepts.Kind.SYMPTOM,
            Concepts.Kind.CONDITION,
            Concepts.Kind.MEDICINE,
            Concepts.Kind.PROCEDURE,
            Concepts.Kind.BODY);

    private final Vocabulary vocabulary;
    private final int[] values = new int[Clue.values().length];
    private final List<Integer> asserted = new ArrayList<>();
    private final List<Integer> denied = new ArrayList<>();
    private final List<Integer> old = new ArrayList<>();
    private final Mean newMeaning = new Mean();
    private final Set<String> questionStems;
    private final Set<String> names;
    private final List<int[]> texts = new ArrayList<>();
    private int nearness;
    private int words;
    /** Whether a word that the case does not have is of any class. */
    private boolean classed;

    /** The average of words' vectors. */
    static final class Mean {
        private final int[] sum = new int[WordVectors.shared().dimensions()];
        private int count;

        private void add(byte[] vector) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
            count++;
        }

        int of(int dimension) {
            return count == 0 ? 0 : sum[dimension] * 10 / count;
        }
    }

    /**
     * @param sentence as it was said
     * @param stated what of it states anything
     * @param questionStems of the lines that it answers
     */
    Clues(Passage sentence, Stated stated, Set<String> questionStems, Statements statements, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.names = names(sentence.text());
        this.questionStems = questionStems;
        List<List<String>> clauses = stated.clauses();
        for (int i = 0; i < clauses.size(); i++) {
            clause(clauses.get(i), i + 1 < clauses.size() && denies(clauses.get(i + 1)));
        }
        summarise();
        grammar(stated.words());
        concepts(stated.passage().found());
        set(Clue.OF_RELATIVE, of(Clue.RELATIVE) > 0 && (classed || of(Clue.CLINICAL) > 0));
        set(Clue.QUESTION, sentence.text().endsWith("?"));
        set(Clue.NAMES, !names.isEmpty());
        set(Clue.ASKED, statements.answer());
        set(Clue.MUSES, statements.muses(sentence));
    }

    /** The stems of some lines' telling words. */
    static Set<String> stems(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.whole().words().stream())
                .filter(word -> !ClaimWords.isEmpty(word))
                .map(Stems::of)
                .collect(Collectors.toSet());
    }

    private static Set<String> names(String sentence) {
        Set<String> names = new HashSet<>();
        Matcher matcher = NAME.matcher(sentence);
        while (matcher.find()) {
            names.addAll(Words.of(matcher.group()));
        }
        return names;
    }

    private static boolean denies(List<String> clause) {
        return !clause.isEmpty() && clause.size() <= MAX_SHORT && ClaimWords.isNegator(clause.getFirst());
    }

    private void clause(List<String> clause, boolean deniedAfter) {
        boolean no = deniedAfter;
        boolean alike = false;
        for (int i = 0; i < clause.size(); i++) {
            String word = clause.get(i);
            Set<Clue> classes = WordClasses.of(word);
            if (!ClaimWords.isEmpty(word) && (!classes.isEmpty() || !names.contains(word))) {
                boolean supposed =
                        no || alike || Supposition.of(clause, new Concepts.Found(concept(word, classes), i, i + 1));
                word(word, classes, supposed);
            }
            alike |= isSimile(clause, i);
            no |= ClaimWords.isNegator(word) && (i == 0 || !ABLE.contains(clause.get(i - 1)));
        }
    }

    /** "Like a wire", "as if it were asleep": what follows is a picture. */
    private static boolean isSimile(List<String> clause, int at) {
        if (at + 1 == clause.size()) {
            return false;
        }
        String next = clause.get(at + 1);
        return switch (clause.get(at)) {
            case "like" -> PICTURED.contains(next);
            case "as" -> next.equals("if") || next.equals("though");
            default -> false;
        };
    }

    private static Concepts.Concept concept(String word, Set<Clue> classes) {
        boolean done = classes.contains(Clue.MEDICINE) || classes.contains(Clue.TREATMENT);
        return new Concepts.Concept(word, done ? Concepts.Kind.MEDICINE : Concepts.Kind.CONDITION);
    }

    private void word(String word, Set<Clue> classes, boolean supposed) {
        byte[] vector = WordVectors.shared().of(word);
        int clinical = clinical(vector, classes);
        int near = vocabulary.nearness(word);
        boolean repeated = questionStems.contains(Stems.of(word));
        words++;
        nearness += near;
        texts.add(vocabulary.inTexts(word));
        if (clinical > 0) {
            atLeast(Clue.LEAST_NEAR, Exact.WHOLE - near);
        }
        add(Clue.REPEATED, repeated ? Exact.WHOLE / 2 : 0);
        if (vocabulary.has(word)) {
            old.add(clinical);
        } else if (supposed) {
            denied.add(clinical);
        } else {
            asserted.add(clinical);
            classes.forEach(clue -> add(clue, Exact.WHOLE));
            classed |= !classes.isEmpty();
            add(Clue.ENDING, Suffixes.of(word).isPresent() ? Exact.WHOLE : 0);
            if (repeated) {
                atLeast(Clue.REPEATED_CLINICAL, clinical);
            }
            if (vector == null) {
                add(Clue.UNKNOWN, classes.isEmpty() && word.length() > MAX_SHORT ? Exact.WHOLE : 0);
            } else {
                newMeaning.add(vector);
                atLeast(Clue.FAR, clinical > 0 ? Exact.WHOLE - near : 0);
            }
        }
    }

    private static int clinical(byte @Nullable [] vector, Set<Clue> classes) {
        boolean classed = WordClasses.isClinical(classes);
        if (vector == null) {
            return classed ? CLASSED : UNKNOWN_CLINICAL;
        }
        int clinical = Claim.clinical(vector);
        return classed ? Math.max(MIN_CLASSED, clinical) : clinical;
    }

    private void summarise() {
        asserted.sort(Comparator.reverseOrder());
        denied.sort(Comparator.reverseOrder());
        old.sort(Comparator.reverseOrder());
        set(Clue.STRONGEST, Math.max(0, at(asserted, 0) + LEAST) / 2);
        set(Clue.SECOND, Math.max(0, at(asserted, 1) + LEAST) / 2);
        set(Clue.CLINICAL, Math.max(0, at(asserted, 0)));
        set(
                Clue.ALL_CLINICAL,
                asserted.stream().mapToInt(one -> Math.max(0, one)).sum());
        set(Clue.DENIED_WORD, Math.max(0, at(denied, 0)));
        set(Clue.OLD_WORD, Math.max(0, at(old, 0)));
        set(Clue.SECOND_OLD_WORD, Math.max(0, at(old, 1)));
        set(Clue.NEW_WORDS, 250 * Math.min(6, asserted.size()));
        set(Clue.OLD_WORDS, 250 * Math.min(6, old.size()));
        int sum = asserted.size() + old.size();
        set(Clue.SHARE, sum == 0 ? 0 : Exact.WHOLE * asserted.size() / sum);
        set(Clue.NEARNESS, words == 0 ? Exact.WHOLE : nearness / words);
        set(Clue.TEXT_NEARNESS, words == 0 ? Exact.WHOLE : textNearness());
    }

    private int textNearness() {
        int nearest = 0;
        for (int text = 0; text < texts.getFirst().length; text++) {
            int sum = 0;
            for (int[] word : texts) {
                sum += word[text];
            }
            nearest = Math.max(nearest, sum / words);
        }
        return nearest;
    }

    private static int at(List<Integer> sorted, int index) {
        return index < sorted.size() ? sorted.get(index) : -LEAST;
    }

    private void grammar(List<String> all) {
        ClaimWords.of(all).forEach(clue -> set(clue, true));
        set(Clue.ADDING, !all.isEmpty() && ClaimWords.isAdding(all.getFirst()));
        set(Clue.NEGATED_FIRST, !all.isEmpty() && ClaimWords.isNegator(all.getFirst()));
        set(Clue.PAST, all.stream().anyMatch(word -> word.length() > 4 && word.endsWith("ed")));
        set(Clue.LENGTH, 100 * Math.min(MAX_WORDS, all.size()));
        set(Clue.SHORT, all.size() <= MAX_SHORT);
        for (String word : all) {
            if (ClaimWords.isTime(word)) {
                set(vocabulary.has(word) ? Clue.OLD_TIME : Clue.NEW_TIME, true);
            } else if (ClaimWords.isNumber(word)) {
                set(vocabulary.has(word) ? Clue.OLD_NUMBER : Clue.NEW_NUMBER, true);
            }
        }
    }

    private void concepts(List<Concepts.Found> found) {
        List<Concepts.Concept> concepts =
                found.stream().map(Concepts.Found::concept).toList();
        concepts.forEach(this::relative);
        concepts.stream().filter(concept -> CLINICAL.contains(concept.kind())).forEach(concept -> {
            boolean known = vocabulary.hasConcept(concept.name());
            add(known ? Clue.OLD_CONCEPTS : Clue.NEW_CONCEPTS, Exact.WHOLE);
        });
    }

    private void relative(Concepts.Concept concept) {
        if (concept.kind() == Concepts.Kind.RELATIVE) {
            set(Clue.NEW_RELATIVE, of(Clue.NEW_RELATIVE) > 0 || !vocabulary.hasConcept(concept.name()));
        }
    }

    /** What the findings of the sentence are to the case. */
    Clues findings(List<Assertion> all, boolean hurts, Knowledge knowledge) {
        set(Clue.TROUBLE, hurts);
        all.forEach(one -> set(knowledge.clue(one, hurts), true));
        return this;
    }

    /** What of the case the sentence tells, and where in its line it stands. */
    Clues place(Place place) {
        List<Telling> told = place.told();
        set(Clue.TOLD, 10 * told.stream().mapToInt(Telling::score).max().orElse(0));
        set(Clue.TOLD_SURELY, told.stream().anyMatch(Telling::sure));
        set(Clue.TOPICS, Math.min(Exact.WHOLE, 333 * told.size()));
        set(Clue.AFTER_DENIAL, place.afterDenial());
        set(Clue.AFTER_TOLD, place.afterTold());
        set(Clue.FIRST, place.isFirst());
        set(Clue.LAST, place.isLast());
        set(Clue.CLASSED, classed);
        return this;
    }

    /** How the patient talks in the whole conversation. */
    void manner(Manner manner) {
        set(Clue.TALKS_LONG, manner.length());
        set(Clue.TALKS_STRONG, manner.strongest());
    }

    /** Raises a clue to at least this value. */
    private void atLeast(Clue clue, int value) {
        values[clue.ordinal()] = Math.max(values[clue.ordinal()], value);
    }

    private void add(Clue clue, int value) {
        values[clue.ordinal()] = Math.min(2 * Exact.WHOLE, values[clue.ordinal()] + value);
    }

    void set(Clue clue, boolean is) {
        set(clue, is ? Exact.WHOLE : 0);
    }

    private void set(Clue clue, int value) {
        values[clue.ordinal()] = value;
    }

    int of(Clue clue) {
        return values[clue.ordinal()];
    }

    /** What one of {@link #values} is called in the file of the weights. */
    static String name(int value) {
        Clue[] clues = Clue.values();
        return value < clues.length ? clues[value].name() : "meaning-" + (value - clues.length);
    }

    /** Of each clue, then of each number of the mean vector of the words that the case does not have. */
    int[] values() {
        int[] all = Arrays.copyOf(values, COUNT);
        for (int i = values.length; i < COUNT; i++) {
            all[i] = newMeaning.of(i - values.length);
        }
        return all;
    }
}
