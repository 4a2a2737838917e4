package dev.viva.simulator.patient;

import com.google.common.io.Resources;
import dev.viva.realtime.CaseScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Questions on which the patient is judged and never tuned, by case; src/test/resources/held has them. */
record HeldQuestions(String scenarioId, List<Held> all) {
    /**
     * @param kind question, ordinary, persona, plan, smalltalk or outside
     * @param gold the topics of which any one is right; ids of standard questions for what the person answers
     */
    record Held(String kind, Phase phase, String line, Set<String> gold) {
        /** Whether it asks for something that the patient knows. */
        boolean asks() {
            return !kind.equals("smalltalk") && !kind.equals("outside");
        }
    }

    /** What became of a question. */
    enum Result {
        RIGHT,
        WRONG,
        NOT_FOLLOWED
    }

    /** @param set the folder of the questions */
    static HeldQuestions of(String set, String scenarioId) {
        try {
            return new HeldQuestions(
                    scenarioId,
                    Resources.readLines(Resources.getResource(set + "/" + scenarioId + ".tsv"), StandardCharsets.UTF_8)
                            .stream()
                            .filter(line -> !line.isBlank())
                            .map(line -> line.split("\t", -1))
                            .map(row -> new Held(
                                    row[0], Phase.in("Phase: " + row[1]), row[2], Set.of(row[3].split("\\|", -1))))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a question was understood. */
    static Result judge(Held held, Understanding understood) {
        List<Meaning> asked = understood.asked();
        if (!held.asks()) {
            return asked.stream().allMatch(meaning -> harmless(meaning, held)) ? Result.RIGHT : Result.WRONG;
        }
        if (held.kind().equals("plan")) {
            boolean reacts = understood.talk() == Intent.PLAN
                    || asked.isEmpty() && !held.line().endsWith("?");
            boolean proposed = asked.stream().anyMatch(Meaning.Proposed.class::isInstance);
            return proposed || reacts ? Result.RIGHT : asked.isEmpty() ? Result.NOT_FOLLOWED : Result.WRONG;
        }
        if (asked.isEmpty()) {
            return Result.NOT_FOLLOWED;
        }
        return asked.stream()
                        .anyMatch(meaning ->
                                name(meaning).map(held.gold()::contains).orElse(false))
                ? Result.RIGHT
                : Result.WRONG;
    }

    /** A test that the case does not have answers nothing; an identity check may be answered. */
    private static boolean harmless(Meaning meaning, Held held) {
        return switch (meaning) {
            case Meaning.Tested tested -> tested.test().results().isEmpty();
            case Meaning.Told told ->
                held.gold().contains("identity") && told.topic().part() == CaseScript.Part.IDENTITY;
            default -> false;
        };
    }

    private static Optional<String> name(Meaning meaning) {
        return switch (meaning) {
            case Meaning.Told told ->
                Optional.ofNullable(
                        told.topic().part() == CaseScript.Part.HISTORY
                                ? told.topic().name()
                                : told.topic().standard());
            case Meaning.Tested tested ->
                tested.test().results().isEmpty()
                        ? Optional.empty()
                        : Optional.of(tested.test().names().getFirst());
            default -> Optional.empty();
        };
    }
}
