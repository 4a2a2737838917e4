package dev.viva.patient;

import dev.viva.model.CatalogueItem;
import dev.viva.model.Guardrails;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

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
        rules.catalogue("/subjective", scenario.subjective());
        rules.catalogue("/objective", scenario.objective());
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

    private void catalogue(String part, List<CatalogueItem> items) {
        var topics = new HashMap<String, String>();
        var cues = new HashMap<String, String>();
        for (int i = 0; i < items.size(); i++) {
            CatalogueItem item = items.get(i);
            String at = part + "/" + i;
            once(topics, item.topic(), at + "/topic", "topic");
            int number = 0;
            for (String cue : item.cues()) {
                once(cues, cue, at + "/cues/" + number++, "cue");
            }
        }
    }

    /** With the same cue in two items, either could be the answer. */
    private void once(Map<String, String> seen, String text, String pointer, String what) {
        String key = SPACES.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
        String first = seen.putIfAbsent(key, pointer);
        if (first != null) {
            addFinding(pointer, "is the same " + what + " as " + first);
        }
    }

    /** No text for students or for the instructions may name the diagnosis: the browser can read the instructions. */
    private void secrets(Scenario scenario) {
        DiagnosisNames names = DiagnosisNames.of(scenario.diagnosis());
        TextWalk.visit(document.tree(), (pointer, text) -> {
            if (!isForFacultyOnly(pointer) && !pointer.contains("/cues/")) {
                names.in(text).ifPresent(name -> addFinding(pointer, "gives away the diagnosis: \"" + name + "\""));
            }
        });
    }

    private static boolean isForFacultyOnly(String pointer) {
        return pointer.equals("/diagnosis")
                || pointer.equals("/faculty_notes")
                || pointer.startsWith("/red_flags/")
                || pointer.startsWith("/treatment_plan/expected/");
    }

    private void addFinding(String pointer, String reason) {
        findings.accept(document.finding(pointer, reason));
    }
}
