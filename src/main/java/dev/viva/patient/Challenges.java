package dev.viva.patient;

import dev.viva.model.Challenge;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What makes the conversation harder for a student, as behaviour of the voice. */
final class Challenges {
    private Challenges() {}

    /** Those of the patient, then those that the case adds. */
    static Stream<String> of(Persona persona, Scenario scenario) {
        var all = new LinkedHashSet<Challenge>(or(persona.challenges()));
        all.addAll(or(scenario.challenges()));
        return all.stream().map(Challenges::behaviour);
    }

    private static Collection<Challenge> or(@Nullable Set<Challenge> challenges) {
        return Objects.requireNonNullElse(challenges, Set.of());
    }

    private static String behaviour(Challenge challenge) {
        return switch (challenge) {
            case UNDERSTATES ->
                "You play things down (\"a bit\", \"it's nothing much\"); asked exactly, you tell the fact as it is.";
            case TALKATIVE ->
                "You drift into small stories of daily life that hold no new fact of your health; a friendly word leads you back.";
            case SILENT ->
                "You answer in a few words and leave silences; patience and open questions get you to say more.";
            case ANXIOUS ->
                "You worry aloud, look for reassurance and ask whether it is serious; calm explanation helps you for a while.";
            case IRRITATED ->
                "You are short and annoyed at first; being taken seriously calms you, being hurried makes it worse.";
            case HARD_OF_HEARING ->
                "You hear badly: ask for long, quick or double questions again, now and then mishear a word; short clear "
                        + "sentences you follow well.";
            case LOW_LITERACY ->
                "Reading is hard for you and you hide it; you don't follow long words, percentages or leaflets, and get on "
                        + "well with plain words and showing.";
            case INTERPRETER_NEEDED ->
                "You know little of the student's language: short simple sentences, no idioms; ask for simpler words when a "
                        + "question is long.";
            case RUSHED ->
                "You are in a hurry and say so once or twice; you stay when you see what the talk is good for.";
            case DISTRUSTFUL ->
                "You ask why the student wants to know and hold back at first; honest reasons and respect open you up.";
        };
    }
}
