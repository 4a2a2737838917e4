package dev.viva.simulator.patient;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the answers that a student's line asks for; the same line finds the same answers.
 *
 * <p>A cue that occurs in the line as a phrase scores most, and more with each of its words. Then comes a cue whose
 * words occur anywhere in the line. Failing both, a word that occurs in the cues of only one answer is enough: "pain"
 * fits everything, "tingling" does not.
 */
final class AnswerMatcher {
    private static final Pattern SENTENCES = Pattern.compile("[.?!;:\\n]+");
    private static final Pattern CLAUSES = Pattern.compile(",|\\b(?:and|also|but|or)\\b", Pattern.CASE_INSENSITIVE);
    private static final int MAX_ANSWERS = 2;

    private static final int PHRASE_WORD = 10;
    private static final int PHRASE = 5;
    private static final int SCATTERED_WORD = 7;
    private static final int FURTHER_CUE = 1;
    private static final int OWN_WORD = 1;

    /** What one topic or one side of a test says; {@code testId} is empty for a topic. */
    record Answer(String topic, List<String> cues, String reply, String testId) {}

    private record Candidate(Answer answer, List<Words> cues, Set<String> ownWords) {}

    private record Match(Answer answer, int score) {
        boolean sure() {
            return score >= SCATTERED_WORD;
        }
    }

    private final List<Candidate> candidates;

    AnswerMatcher(List<Answer> answers) {
        Map<String, Integer> occurrences = new HashMap<>();
        for (Answer answer : answers) {
            keywords(answer).forEach(word -> occurrences.merge(word, 1, Integer::sum));
        }
        this.candidates = answers.stream()
                .map(answer -> new Candidate(
                        answer,
                        cues(answer),
                        keywords(answer).stream()
                                .filter(word -> occurrences.getOrDefault(word, 0) == 1)
                                .collect(Collectors.toSet())))
                .toList();
    }

    /** At most two answers, in the order in which they were asked for. */
    List<Answer> find(String line) {
        List<Match> matches = SENTENCES
                .splitAsStream(line)
                .flatMap(sentence -> inSentence(sentence).stream())
                .toList();
        boolean anySure = matches.stream().anyMatch(Match::sure);
        return matches.stream()
                .filter(match -> match.sure() || !anySure)
                .map(Match::answer)
                .distinct()
                .limit(MAX_ANSWERS)
                .toList();
    }

    /** Two questions joined by "and" count as two only if each is understood by itself. */
    private List<Match> inSentence(String sentence) {
        List<Match> parts = CLAUSES.splitAsStream(sentence)
                .map(this::best)
                .flatMap(Optional::stream)
                .toList();
        Optional<Match> whole = best(sentence);
        boolean severed = whole.isPresent()
                && parts.stream().noneMatch(part -> part.score() >= whole.get().score() - FURTHER_CUE);
        return severed || parts.isEmpty() ? whole.stream().toList() : parts;
    }

    private Optional<Match> best(String text) {
        Words asked = Words.of(text);
        Match best = null;
        for (Candidate candidate : candidates) {
            int score = score(asked, candidate);
            if (score > 0 && (best == null || score > best.score())) {
                best = new Match(candidate.answer(), score);
            }
        }
        return Optional.ofNullable(best);
    }

    private static int score(Words asked, Candidate candidate) {
        int best = 0;
        int met = 0;
        for (Words cue : candidate.cues()) {
            int score = score(asked, cue);
            best = Math.max(best, score);
            met += score > 0 ? 1 : 0;
        }
        if (best > 0) {
            return best + FURTHER_CUE * (met - 1);
        }
        Set<String> own = new HashSet<>(asked.all());
        own.retainAll(candidate.ownWords());
        return Math.min(OWN_WORD * own.size(), SCATTERED_WORD - 1);
    }

    private static int score(Words asked, Words cue) {
        List<String> keywords = cue.keywords();
        int words = cue.all().size();
        if (words == 1) {
            return !keywords.isEmpty() && asked.contains(cue) ? PHRASE_WORD : 0;
        }
        if (asked.contains(cue)) {
            return PHRASE_WORD * words + PHRASE;
        }
        boolean scattered = keywords.size() > 1 && asked.all().containsAll(keywords);
        return scattered ? SCATTERED_WORD * keywords.size() : 0;
    }

    private static List<Words> cues(Answer answer) {
        return Stream.concat(Stream.of(answer.topic()), answer.cues().stream())
                .map(Words::of)
                .distinct()
                .toList();
    }

    private static Set<String> keywords(Answer answer) {
        return cues(answer).stream().flatMap(cue -> cue.keywords().stream()).collect(Collectors.toSet());
    }
}
