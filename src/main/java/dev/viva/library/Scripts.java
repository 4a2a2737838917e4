package dev.viva.library;

import static java.util.Objects.requireNonNullElse;

import dev.viva.model.ExaminationTopic;
import dev.viva.model.HistoryTopic;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.realtime.CaseScript;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Composes the script of the offline patient from a case. It contains nothing that the voice would not know. */
final class Scripts {
    private Scripts() {}

    /** The script of a pair that fits. */
    static CaseScript of(Persona persona, Scenario scenario) {
        List<CaseScript.Answer> answers = Stream.concat(
                        scenario.subjective().stream().map(Scripts::answer),
                        scenario.objective().stream().flatMap(Scripts::answers))
                .toList();
        return new CaseScript(persona.name(), scenario.openingLine(), answers, persona.language());
    }

    private static CaseScript.Answer answer(HistoryTopic topic) {
        return new CaseScript.Answer(topic.topic(), cues(topic.cues(), topic.examples()), topic.reply());
    }

    private static Stream<CaseScript.Answer> answers(ExaminationTopic topic) {
        List<String> cues = cues(topic.cues(), topic.examples());
        return topic.results().stream()
                .map(result -> new CaseScript.Answer(topic.topic(), cues, result.finding() + " " + result.reply()));
    }

    private static List<String> cues(@Nullable Collection<String> cues, @Nullable Collection<String> examples) {
        return Stream.concat(
                        requireNonNullElse(cues, List.<String>of()).stream(),
                        requireNonNullElse(examples, List.<String>of()).stream())
                .toList();
    }
}
