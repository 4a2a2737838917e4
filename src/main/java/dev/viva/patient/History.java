package dev.viva.patient;

import static dev.viva.patient.Section.line;

import dev.viva.model.Disclosure;
import dev.viva.model.HiddenAgenda;
import dev.viva.model.HistoryTopic;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the patient tells of the history, by how readily. */
final class History {
    private History() {}

    static Stream<Section> of(CasePair pair) {
        var topics = pair.scenario().subjective();
        return Stream.of(
                told(
                        "History: what you tell without being asked, at a fitting moment",
                        topics.stream(),
                        Disclosure.VOLUNTEERED),
                told("History: what you tell when you are asked", topics.stream(), Disclosure.ASKED),
                told(
                        "History: what you tell only when the student has shown understanding, or asks a second time. Before, say "
                                + "little",
                        topics.stream(),
                        Disclosure.TRUSTED),
                baseline(pair),
                hidden(pair.scenario().hiddenAgenda()));
    }

    static Disclosure disclosure(HistoryTopic topic) {
        return Objects.requireNonNullElse(topic.disclosure(), Disclosure.ASKED);
    }

    private static Section told(String title, Stream<HistoryTopic> topics, Disclosure disclosure) {
        return Section.of(
                title,
                topics.filter(topic -> disclosure(topic) == disclosure)
                        .map(topic -> line(topic.topic()) + ": " + line(topic.reply())));
    }

    private static Section baseline(CasePair pair) {
        return Section.of("Your medical life: what you tell when you are asked", medicalLife(pair));
    }

    /** A case's own topic, named by the standard question of the same name, stands in place of the patient's. */
    static Stream<String> medicalLife(CasePair pair) {
        Set<String> told = pair.answeredByCase();
        return MedicalLife.members(pair.persona().medicalBaseline()).entrySet().stream()
                .filter(member -> !told.contains(member.getKey()))
                .map(member -> title(member.getKey()) + ": " + line(member.getValue()));
    }

    private static String title(String member) {
        return Character.toUpperCase(member.charAt(0)) + member.substring(1);
    }

    private static Section hidden(@Nullable HiddenAgenda agenda) {
        return Section.of(
                "What you keep back",
                agenda == null
                        ? Stream.of()
                        : Stream.of(
                                "Notes about you: " + line(agenda.concern()),
                                "When you tell it, and not before: " + line(agenda.trigger()),
                                "Before, you evade. Then you say: " + line(agenda.reply())));
    }
}
