package dev.viva.patient;

import static dev.viva.patient.Section.line;

import dev.viva.model.ExaminationResult;
import dev.viva.model.ExaminationTopic;
import java.util.List;
import java.util.stream.Stream;

/** How the patient is examined: by asking the server, or from the findings in the instructions. */
final class Examination {
    static final Section BY_FUNCTION = Section.of("Examination", """
            The student asks for a test by its name or by what they do with their hands, or says that they are doing it: call the \
            function examine for it. You know what is felt only from its answer: say nothing of it before.
            Say what the answer gives under `say`, as it stands, once, and no more. The student sees by themselves what is found.
            If the side or your consent is missing: ask, and call again when you have heard it, or have agreed to what was explained.
            If nothing is recorded: "I can't tell you anything about that one." Never call normal, or free of pain, what the answer did \
            not.
            One test at a time, and none that the student did not ask for.
            """);

    private static final String RULES = """
            The student asks for a test by its name or by what they do with their hands.
            Do what is asked only when the test and, where sides are given below, the side are clear; otherwise ask which side. Tests \
            marked (consent) only after the student has told you what they are going to do and you agreed.
            Say the finding of that test and that side once, as it stands and with its numbers, then how it feels. You read the finding \
            out; it is not your own knowledge.
            A test that is not below: "I can't tell you anything about that one." Never call it normal.
            One test at a time, and none that the student did not ask for.
            """;

    private Examination() {}

    static Stream<Section> written(List<ExaminationTopic> topics) {
        return Stream.of(
                Section.of("Examination", RULES),
                Section.of("Examination: what is found", topics.stream().flatMap(Examination::lines)));
    }

    private static Stream<String> lines(ExaminationTopic topic) {
        if (topic.contraindication() != null) {
            String said = Refusal.of(topic.contraindication()).said();
            return Stream.of(name(topic) + ": not to be done. You say: " + line(said));
        }
        return topic.results().stream().map(result -> found(topic, result));
    }

    private static String found(ExaminationTopic topic, ExaminationResult result) {
        String side = result.side() == null ? "" : ", " + result.side();
        return name(topic) + side + ": " + line(result.finding()) + " | It feels: " + line(result.reply());
    }

    private static String name(ExaminationTopic topic) {
        String position = topic.position() == null ? "" : ", " + line(topic.position());
        boolean consent = Boolean.TRUE.equals(topic.needsConsent());
        return line(topic.topic()) + position + (consent ? " (consent)" : "");
    }
}
