package dev.viva.authoring;

import dev.viva.content.ContentFile;
import dev.viva.library.CaseLibrary;
import dev.viva.meaning.Stems;
import dev.viva.model.Scenario;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.SimulatorFactory.OfflinePatient;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the scripted patient each example of a case, and says each cue of what the patient keeps back. The answer of
 * another topic, or a phrase that every patient says, would mislead a student.
 */
final class ExamplesCheck {
    /** Each wins the trust of a patient, by language. The words of one may be a cue themselves. */
    private static final Map<String, List<String>> KIND = Map.of(
            "en",
            List.of("That must have been frightening.", "I'm so sorry to hear that."),
            "de",
            List.of("Das ist bestimmt sehr schwer für Sie.", "Das tut mir leid."),
            "es",
            List.of("Debe de ser muy duro para usted.", "Lo siento mucho."),
            "fr",
            List.of("Cela doit être très difficile pour vous.", "Je suis désolé."));

    private final CaseLibrary library;
    private final Function<CaseScript, Optional<OfflinePatient>> patients;

    /** @param patients plays a script; empty in a build without a simulator */
    ExamplesCheck(CaseLibrary library, Function<CaseScript, Optional<OfflinePatient>> patients) {
        this.library = library;
        this.patients = patients;
    }

    /** What is answered by something else, or not at all; empty in a build without a simulator. */
    List<Remark> of(Scenario scenario, ContentFile file) {
        Optional<CaseScript> script = library.fitting(scenario).stream()
                .findFirst()
                .flatMap(persona ->
                        library.script(scenario.scenarioId() + "/" + persona, LocalDate.now(ZoneId.systemDefault())));
        return script.flatMap(found -> patients.apply(found)
                        .map(patient -> Stream.concat(check(found, patient, file).stream(), secrets(found, file))
                                .toList()))
                .orElse(List.of());
    }

    /**
     * Each cue is said to a patient of its own, who trusts the student: a secret is told once. A topic may tell it in
     * other words.
     */
    private Stream<Remark> secrets(CaseScript script, ContentFile file) {
        CaseScript.@Nullable HiddenAgenda agenda = script.hiddenAgenda();
        if (agenda == null) {
            return Stream.empty();
        }
        return agenda.cues().stream()
                .flatMap(cue -> trusting(script, agenda).stream().flatMap(patient -> {
                    OfflinePatient.Reply reply = patient.answer(Stage.HISTORY.wire(), cue);
                    return reply.said().contains(agenda.reply()) || Stems.isMostlyIn(agenda.reply(), reply.said())
                            ? Stream.empty()
                            : Stream.of(Remark.warning(
                                    file.name(),
                                    lineOf(file, List.of("hidden_agenda:", "cues:"), cue),
                                    ("hidden_agenda: the cue \"%s\" %s, even when the patient trusts the student. Word"
                                                    + " it differently, or remove it.")
                                            .formatted(cue, orAQuestion(inWords(reply)))));
                }));
    }

    /** A patient who trusts the student and has not told the secret; empty when kind words alone make them tell it. */
    private Optional<OfflinePatient> trusting(CaseScript script, CaseScript.HiddenAgenda agenda) {
        for (String kindness : KIND.getOrDefault(script.speaker().language(), List.of())) {
            OfflinePatient patient = patients.apply(script).orElseThrow();
            if (!patient.answer(Stage.HISTORY.wire(), kindness).said().contains(agenda.reply())) {
                return Optional.of(patient);
            }
        }
        return Optional.empty();
    }

    private static String orAQuestion(String instead) {
        return instead.isEmpty() ? "is answered with a question" : instead;
    }

    private static List<Remark> check(CaseScript script, OfflinePatient patient, ContentFile file) {
        var remarks = new ArrayList<Remark>();
        for (CaseScript.Topic topic : script.topics()) {
            for (String example : topic.asked().examples()) {
                String instead = insteadOf(topic, patient, example);
                if (!instead.isEmpty()) {
                    remarks.add(remark(file, "subjective", topic.name(), example, instead));
                }
            }
        }
        for (CaseScript.Test test : script.tests()) {
            for (String example : test.asked().examples()) {
                String instead = insteadOf(test, patient, example);
                if (!instead.isEmpty()) {
                    remarks.add(remark(file, "objective", test.names().getFirst(), example, instead));
                }
            }
        }
        for (CaseScript.Reaction reaction : script.plan().reactions()) {
            for (String example : reaction.examples()) {
                String instead = insteadOf(script, reaction, patient, example);
                if (!instead.isEmpty()) {
                    remarks.add(remark(file, "treatment_plan", "reactions", example, instead));
                }
            }
        }
        return remarks;
    }

    private static String insteadOf(
            CaseScript script, CaseScript.Reaction reaction, OfflinePatient patient, String example) {
        OfflinePatient.Reply reply = patient.answer(Stage.PLAN.wire(), example);
        if (reply.said().contains(reaction.reply())) {
            return "";
        }
        return script.plan().reactions().stream()
                .filter(other -> reply.said().contains(other.reply()))
                .findFirst()
                .map(other -> "is answered with \"" + other.reply() + "\"")
                .orElseGet(() -> inWords(reply));
    }

    private static String insteadOf(CaseScript.Topic topic, OfflinePatient patient, String example) {
        OfflinePatient.Reply reply = patient.answer(Stage.HISTORY.wire(), example);
        if (topic.disclosure() == CaseScript.Disclosure.TRUSTED && reply.followed() && hasToldNothing(reply)) {
            // What is told in trust is told when it is asked again.
            reply = patient.answer(Stage.HISTORY.wire(), example);
        }
        return reply.topics().contains(topic.name()) ? "" : inWords(reply);
    }

    private static String insteadOf(CaseScript.Test test, OfflinePatient patient, String example) {
        OfflinePatient.Reply reply = patient.answer(Stage.EXAMINATION.wire(), example);
        OfflinePatient.@Nullable TestRequest request = reply.test();
        return request != null && request.testId().equals(test.testId()) ? "" : inWords(reply);
    }

    private static String inWords(OfflinePatient.Reply reply) {
        if (!reply.followed()) {
            return "is not understood";
        }
        if (reply.test() != null) {
            return "is taken for the test " + reply.test().testId();
        }
        if (!reply.topics().isEmpty()) {
            return "is answered by \"" + String.join("\", \"", reply.topics()) + "\"";
        }
        // A patient who only asks back, or for consent, has not answered wrongly.
        return reply.said().endsWith("?") ? "" : "is only answered with \"" + reply.said() + "\"";
    }

    private static boolean hasToldNothing(OfflinePatient.Reply reply) {
        return reply.topics().isEmpty() && reply.test() == null;
    }

    private static Remark remark(ContentFile file, String part, String name, String example, String instead) {
        return Remark.warning(
                file.name(),
                lineOf(file, List.of(), example),
                "%s \"%s\": the example \"%s\" %s. Word it differently, or move what both share."
                        .formatted(part, name, example, instead));
    }

    /** @param members they stand before the text, one after the other */
    private static int lineOf(ContentFile file, List<String> members, String text) {
        List<String> lines = file.text().lines().toList();
        int above = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            while (above < members.size() && line.contains(members.get(above))) {
                above++;
            }
            if (above == members.size() && line.contains(text)) {
                return i + 1;
            }
        }
        return 0;
    }
}
