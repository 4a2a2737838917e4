package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.Guardrails;
import dev.viva.model.HistoryTopic;
import dev.viva.model.PlanReaction;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import dev.viva.patient.Refusal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of one case by itself: a possible age range and date; roles, topics and words of students without doubles. */
final class ScenarioRules implements ContentRule {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    @Override
    public void check(Documents documents, Consumer<Finding> findings) {
        documents.scenarios().forEach(scenario -> new Case(scenario, findings).check());
    }

    /** @param findings takes what is wrong */
    private record Case(Document<Scenario> document, Consumer<Finding> findings) {
        void check() {
            Scenario scenario = document.value();
            ages(scenario.guardrails());
            date(scenario.date());
            roles(Objects.requireNonNullElse(scenario.roles(), List.of()));
            Map<String, String> asked = history(scenario.subjective());
            examination(scenario.objective(), asked);
            proposals(Objects.requireNonNullElse(scenario.treatmentPlan().reactions(), List.of()));
            if (scenario.hiddenAgenda() != null) {
                cues(scenario.hiddenAgenda().cues());
            }
            names(scenario);
        }

        /** A red flag or a checklist item names a topic alone, not its part of the encounter. */
        private void names(Scenario scenario) {
            Set<String> history = scenario.subjective().stream()
                    .map(topic -> plain(topic.topic()))
                    .collect(Collectors.toSet());
            List<ExaminationTopic> topics = scenario.objective();
            for (int i = 0; i < topics.size(); i++) {
                if (history.contains(plain(topics.get(i).topic()))) {
                    warning(
                            "/objective/" + i + "/topic",
                            "is the name of a topic of the history too: rename one, as a red flag or a checklist item"
                                    + " could mean either");
                }
            }
        }

        private void ages(Guardrails guardrails) {
            if (guardrails.minAge() > guardrails.maxAge()) {
                error("/guardrails/min_age", "is above max_age, so no patient fits");
            }
        }

        private void date(String date) {
            try {
                LocalDate.parse(date);
            } catch (DateTimeException e) {
                error("/date", "is not a day of the calendar");
            }
        }

        private void roles(List<ScenarioRole> roles) {
            var seen = new HashMap<String, String>();
            for (int i = 0; i < roles.size(); i++) {
                once(seen, roles.get(i).roleId(), "/roles/" + i + "/role_id", "is the id of another role too");
            }
        }

        /** The students' words of the history, each with its topic. */
        private Map<String, String> history(List<HistoryTopic> topics) {
            var names = new HashMap<String, String>();
            var asked = new HashMap<String, String>();
            for (int i = 0; i < topics.size(); i++) {
                HistoryTopic topic = topics.get(i);
                String at = "/subjective/" + i;
                once(names, topic.topic(), at + "/topic", "is the name of another topic too");
                words(asked, topic.examples(), at + "/examples/", topic.topic());
                words(asked, topic.cues(), at + "/cues/", topic.topic());
            }
            return asked;
        }

        private void examination(List<ExaminationTopic> topics, Map<String, String> history) {
            var names = new HashMap<String, String>();
            var asked = new HashMap<String, String>();
            var tests = new HashSet<String>();
            for (int i = 0; i < topics.size(); i++) {
                ExaminationTopic topic = topics.get(i);
                String at = "/objective/" + i;
                once(names, topic.topic(), at + "/topic", "is the name of another topic too");
                words(asked, topic.examples(), at + "/examples/", topic.topic());
                words(asked, topic.cues(), at + "/cues/", topic.topic());
                if (!tests.add(topic.testId())) {
                    warning(
                            at + "/test_id",
                            "stands under another topic too, so this one is never found: remove one of the two");
                }
                across(history, topic.examples(), at + "/examples/");
                across(history, topic.cues(), at + "/cues/");
                if (topic.contraindication() != null
                        && Refusal.of(topic.contraindication()).hidesReply()) {
                    warning(
                            at + "/contraindication",
                            "has \"says:\", but students would read what follows as the reason: write the reason first,"
                                    + " then The patient says: and the words");
                }
            }
        }

        private void proposals(List<PlanReaction> reactions) {
            var first = new HashMap<String, Integer>();
            for (int i = 0; i < reactions.size(); i++) {
                int j = 0;
                for (String example : reactions.get(i).examples()) {
                    Integer other = first.putIfAbsent(plain(example), i);
                    if (other != null) {
                        warning(
                                "/treatment_plan/reactions/%d/examples/%d".formatted(i, j),
                                "stands under item %d of reactions too: leave it under one, as only that one answers"
                                        .formatted(other + 1));
                    }
                    j++;
                }
            }
        }

        private void cues(Collection<String> cues) {
            var seen = new HashSet<String>();
            int i = 0;
            for (String cue : cues) {
                if (!seen.add(plain(cue))) {
                    warning("/hidden_agenda/cues/" + i, "stands twice: remove one of the two");
                }
                i++;
            }
        }

        /** With the same words in two topics, either could be the answer. */
        private void words(
                Map<String, String> asked, @Nullable Collection<String> words, String pointer, String topic) {
            int i = 0;
            for (String text : Objects.requireNonNullElse(words, List.<String>of())) {
                String first = asked.putIfAbsent(plain(text), topic);
                if (first != null && !first.equals(topic)) {
                    error(
                            pointer + i,
                            "stands under \"%s\" too: leave it under one, as either could be the answer"
                                    .formatted(first));
                }
                i++;
            }
        }

        private void across(Map<String, String> history, @Nullable Collection<String> words, String pointer) {
            int i = 0;
            for (String text : Objects.requireNonNullElse(words, List.<String>of())) {
                String first = history.get(plain(text));
                if (first != null) {
                    findings.accept(document.warning(
                            pointer + i,
                            "stands in the history too, under \"%s\": in the examination either could be the answer"
                                    .formatted(first)));
                }
                i++;
            }
        }

        private void once(Map<String, String> seen, String text, String pointer, String reason) {
            if (seen.putIfAbsent(plain(text), pointer) != null) {
                error(pointer, reason);
            }
        }

        private static String plain(String text) {
            return SPACES.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
        }

        private void error(String pointer, String reason) {
            findings.accept(document.error(pointer, reason));
        }

        private void warning(String pointer, String reason) {
            findings.accept(document.warning(pointer, reason));
        }
    }
}
