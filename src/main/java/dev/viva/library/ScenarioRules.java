package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.content.TextWalk;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.Guardrails;
import dev.viva.model.HistoryTopic;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one case that a schema cannot express: a possible age range, unique roles, topics and cues, no secrets.
 */
final class ScenarioRules {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Document<Scenario> document;
    private final Consumer<Finding> findings;

    private ScenarioRules(Document<Scenario> document, Consumer<Finding> findings) {
        this.document = document;
        this.findings = findings;
    }

    static void check(Document<Scenario> document, Consumer<Finding> findings) {
        var rules = new ScenarioRules(document, findings);
        Scenario scenario = document.value();
        rules.ages(scenario.guardrails());
        rules.roles(Objects.requireNonNullElse(scenario.roles(), List.of()));
        rules.history(scenario.subjective());
        rules.examination(scenario.objective());
        rules.secrets(scenario);
    }

    private void ages(Guardrails guardrails) {
        if (guardrails.minAge() > guardrails.maxAge()) {
            addFinding("/guardrails/min_age", "is above max_age, so no patient fits");
        }
    }

    private void roles(List<ScenarioRole> roles) {
        var seen = new HashMap<String, String>();
        for (int i = 0; i < roles.size(); i++) {
            once(seen, roles.get(i).roleId(), "/roles/" + i + "/role_id", "role");
        }
    }

    private void history(List<HistoryTopic> topics) {
        var seen = new HashMap<String, String>();
        for (int i = 0; i < topics.size(); i++) {
            once(seen, topics.get(i).topic(), "/subjective/" + i + "/topic", "topic");
        }
        var examples = new HashMap<String, String>();
        for (int i = 0; i < topics.size(); i++) {
            examples(examples, topics.get(i).examples(), "/subjective/" + i);
        }
    }

    private void examination(List<ExaminationTopic> topics) {
        var seen = new HashMap<String, String>();
        for (int i = 0; i < topics.size(); i++) {
            once(seen, topics.get(i).topic(), "/objective/" + i + "/topic", "topic");
        }
        var examples = new HashMap<String, String>();
        for (int i = 0; i < topics.size(); i++) {
            examples(examples, topics.get(i).examples(), "/objective/" + i);
        }
    }

    private void examples(Map<String, String> seen, @Nullable Collection<String> examples, String pointer) {
        int i = 0;
        for (String example : Objects.requireNonNullElse(examples, List.<String>of())) {
            once(seen, example, pointer + "/examples/" + i++, "example");
        }
    }

    /** With the same example in two topics, either could be the answer. */
    private void once(Map<String, String> seen, String text, String pointer, String what) {
        String key = SPACES.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
        String first = seen.putIfAbsent(key, pointer);
        if (first != null) {
            addFinding(pointer, "is the same " + what + " as " + first);
        }
    }

    /** No text for students or for the instructions may name the diagnosis: the browser can read the instructions. */
    private void secrets(Scenario scenario) {
        DiagnosisNames names = DiagnosisNames.of(scenario);
        TextWalk.visit(document.tree(), (pointer, text) -> {
            if (!isForFacultyOnly(pointer) && !isStudentsWording(pointer)) {
                names.in(text).ifPresent(name -> addFinding(pointer, "gives away the diagnosis: \"" + name + "\""));
            }
        });
    }

    /** Cues and examples are what a student may say; they reach neither the student nor the voice. */
    private static boolean isStudentsWording(String pointer) {
        return pointer.contains("/cues/") || pointer.contains("/examples/");
    }

    private static boolean isForFacultyOnly(String pointer) {
        return pointer.equals("/diagnosis")
                || pointer.equals("/faculty_notes")
                || pointer.equals("/model_note")
                || pointer.startsWith("/guardrails/")
                || pointer.startsWith("/sources/")
                || pointer.startsWith("/objectives/")
                || pointer.startsWith("/aliases/")
                || pointer.startsWith("/differentials/")
                || pointer.startsWith("/red_flags/")
                || pointer.startsWith("/checklist/")
                || pointer.startsWith("/treatment_plan/expected/");
    }

    private void addFinding(String pointer, String reason) {
        findings.accept(document.finding(pointer, reason));
    }
}
