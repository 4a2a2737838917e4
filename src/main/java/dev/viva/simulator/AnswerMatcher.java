package dev.viva.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the answers that a student's line asks for; the same line finds the same answers. */
final class AnswerMatcher {
    private static final Pattern SENTENCES = Pattern.compile("[.?!;:\\n]+");
    private static final Pattern CLAUSES = Pattern.compile(",|\\b(?:and|also|but|or)\\b", Pattern.CASE_INSENSITIVE);
    private static final int MOST_ANSWERS = 2;

    private static final int PHRASE_WORD = 10;
    private static final int PHRASE = 5;
    private static final int SCATTERED_WORD = 7;
    private static final int FURTHER_CUE = 1;

    private record Candidate(ScriptedAnswer answer, List<Words> cues) {}

    private record Match(ScriptedAnswer answer, int score) {}

    private final List<Candidate> candidates;

    AnswerMatcher(List<ScriptedAnswer> answers) {
        this.candidates = answers.stream()
                .map(answer -> new Candidate(
                        answer,
                        Stream.concat(Stream.of(answer.topic()), answer.cues().stream())
                                .map(Words::of)
                                .distinct()
                                .toList()))
                .toList();
    }

    /** At most two answers, in the order in which they were asked for. */
    List<ScriptedAnswer> find(String line) {
        List<ScriptedAnswer> found = new ArrayList<>();
        for (String sentence : SENTENCES.split(line, -1)) {
            for (ScriptedAnswer answer : inSentence(sentence)) {
                if (!found.contains(answer) && found.size() < MOST_ANSWERS) {
                    found.add(answer);
                }
            }
        }
        return found;
    }

    /** Two questions joined by "and" are two only when each is understood alone. */
    private List<ScriptedAnswer> inSentence(String sentence) {
        List<Match> parts = CLAUSES.splitAsStream(sentence)
                .map(this::best)
                .flatMap(Optional::stream)
                .toList();
        Optional<Match> whole = best(sentence);
        boolean severed = whole.isPresent()
                && parts.stream().noneMatch(part -> part.score() >= whole.get().score() - FURTHER_CUE);
        List<Match> chosen = severed || parts.isEmpty() ? whole.stream().toList() : parts;
        return chosen.stream().map(Match::answer).distinct().toList();
    }

    private Optional<Match> best(String text) {
        Words asked = Words.of(text);
        Match best = null;
        for (Candidate candidate : candidates) {
            int score = score(asked, candidate.cues());
            if (score > 0 && (best == null || score > best.score())) {
                best = new Match(candidate.answer(), score);
            }
        }
        return Optional.ofNullable(best);
    }

    private static int score(Words asked, List<Words> cues) {
        int best = 0;
        int met = 0;
        for (Words cue : cues) {
            int score = score(asked, cue);
            best = Math.max(best, score);
            met += score > 0 ? 1 : 0;
        }
        return best == 0 ? 0 : best + FURTHER_CUE * (met - 1);
    }

    private static int score(Words asked, Words cue) {
        List<String> telling = cue.telling();
        int words = cue.all().size();
        if (words == 1) {
            return !telling.isEmpty() && asked.contains(cue) ? PHRASE_WORD : 0;
        }
        if (asked.contains(cue)) {
            return PHRASE_WORD * words + PHRASE;
        }
        boolean scattered = telling.size() > 1 && asked.all().containsAll(telling);
        return scattered ? SCATTERED_WORD * telling.size() : 0;
    }
}
