package dev.viva.library;

import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.model.CaseMedia;
import dev.viva.model.CatalogEntry;
import dev.viva.model.ExaminationResult;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.HistoryTopic;
import dev.viva.model.PatientQuestion;
import dev.viva.model.Persona;
import dev.viva.model.RedFlag;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import dev.viva.model.Side;
import dev.viva.model.StandardQuestion;
import dev.viva.patient.CasePair;
import dev.viva.patient.Fit;
import dev.viva.realtime.CaseScript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a case names must exist: topics, tests with their sides, standard questions, media and patients. */
final class ReferenceRules implements ContentRule {
    @Override
    public void check(Documents documents, Consumer<Finding> findings) {
        Map<String, CatalogEntry> tests = documents.tests();
        for (Document<Scenario> scenario : documents.scenarios()) {
            var names = new Names(scenario, documents, findings);
            names.topics();
            names.media();
            names.questions(documents.questions());
            names.tests(tests);
            if (documents.complete()) {
                names.personas(documents.personas());
            }
        }
    }

    private record Names(Document<Scenario> document, Documents documents, Consumer<Finding> findings) {
        void topics() {
            Scenario scenario = document.value();
            List<String> history =
                    scenario.subjective().stream().map(HistoryTopic::topic).toList();
            List<String> all = new ArrayList<>(history);
            scenario.objective().stream().map(ExaminationTopic::topic).forEach(all::add);
            redFlags(scenario.redFlags(), all);
            for (int i = 0; i < scenario.checklist().size(); i++) {
                known(scenario.checklist().get(i).topics(), all, "/checklist/" + i + "/topics/", "topic");
            }
            List<PatientQuestion> asks = Objects.requireNonNullElse(scenario.asks(), List.of());
            List<String> before = new ArrayList<>(history);
            if (scenario.hiddenAgenda() != null) {
                before.add(CaseScript.HiddenAgenda.NAME);
            }
            for (int i = 0; i < asks.size(); i++) {
                known(asks.get(i).after(), before, "/asks/" + i + "/after/", "topic of the history");
            }
            var roles = Objects.requireNonNullElse(scenario.roles(), List.<ScenarioRole>of());
            for (int i = 0; i < roles.size(); i++) {
                known(roles.get(i).knows(), history, "/roles/" + i + "/knows/", "topic of the history");
            }
        }

        private void redFlags(List<RedFlag> flags, List<String> all) {
            Set<String> undone = document.value().objective().stream()
                    .filter(topic -> topic.contraindication() != null)
                    .map(ExaminationTopic::topic)
                    .collect(Collectors.toCollection(HashSet::new));
            document.value().subjective().stream().map(HistoryTopic::topic).forEach(undone::remove);
            for (int i = 0; i < flags.size(); i++) {
                RedFlag flag = flags.get(i);
                String at = "/red_flags/" + i + "/covered_by";
                known(flag.coveredBy(), all, at + "/", "topic");
                if (!flag.coveredBy().isEmpty() && undone.containsAll(flag.coveredBy())) {
                    error(
                            at,
                            "names only what must not be done, so no student can rule the danger out: name a topic of"
                                    + " the history, or a test that can be done");
                } else if (Boolean.TRUE.equals(flag.all()) && !Collections.disjoint(undone, flag.coveredBy())) {
                    error(
                            at,
                            "names a test that must not be done, and all are needed, so no student can rule the danger"
                                    + " out: leave that test out");
                }
            }
        }

        void media() {
            Scenario scenario = document.value();
            var ids = new HashSet<String>();
            List<CaseMedia> media = Objects.requireNonNullElse(scenario.media(), List.of());
            for (int i = 0; i < media.size(); i++) {
                if (!ids.add(media.get(i).mediaId())) {
                    error("/media/" + i + "/media_id", "is the id of other media too");
                }
            }
            for (int i = 0; i < scenario.objective().size(); i++) {
                String id = scenario.objective().get(i).media();
                if (id != null && !ids.contains(id)) {
                    error("/objective/" + i + "/media", "is not in the media of this case" + Similar.hint(id, ids));
                }
            }
            unseen(media);
        }

        /** A test that must not be done shows nothing. */
        private void unseen(List<CaseMedia> media) {
            Set<String> shown = document.value().objective().stream()
                    .filter(topic -> topic.contraindication() == null)
                    .map(ExaminationTopic::media)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            for (int i = 0; i < media.size(); i++) {
                if (!shown.contains(media.get(i).mediaId())) {
                    findings.accept(document.warning(
                            "/media/" + i,
                            "is shown by no test, so no student can see it: name its id in the media of a test"));
                }
            }
        }

        void questions(List<StandardQuestion> bank) {
            namesakes(bank);
            List<String> questions = bank.stream().map(StandardQuestion::id).toList();
            List<HistoryTopic> topics = document.value().subjective();
            var taken = new HashSet<String>();
            for (int i = 0; i < topics.size(); i++) {
                String like = topics.get(i).like();
                if (like == null) {
                    continue;
                }
                String at = "/subjective/" + i + "/like";
                if (documents.complete() && !questions.contains(like)) {
                    absent(documents.banks(), at, like, "is not in questions.yaml" + Similar.hint(like, questions));
                } else if (!taken.add(like)) {
                    error(at, "stands under another topic too: leave it under one, as either could be the answer");
                } else if (topics.get(i).examples() == null && topics.get(i).cues() == null && isForeign()) {
                    findings.accept(document.warning(
                            at,
                            "is a question in English, and a patient of this case speaks another language: add examples,"
                                    + " or a questions.yaml of your own"));
                }
            }
        }

        /** A case that comes with Viva is not the author's to change. */
        private boolean isForeign() {
            return !document.builtIn()
                    && documents.banks().stream().allMatch(Document::builtIn)
                    && documents.personas().stream()
                            .map(Document::value)
                            .anyMatch(
                                    persona -> !persona.language().equals("en") && Fit.fits(document.value(), persona));
        }

        /** The patient would answer one question by the case and by their own file. */
        private void namesakes(List<StandardQuestion> questions) {
            if (document.builtIn()) {
                return;
            }
            Set<String> byCase = CasePair.answeredBy(document.value());
            List<HistoryTopic> topics = document.value().subjective();
            for (int i = 0; i < topics.size(); i++) {
                String topic = topics.get(i).topic();
                String at = "/subjective/" + i + "/topic";
                questions.stream()
                        .filter(question -> question.topic().equalsIgnoreCase(topic.strip()))
                        .filter(question -> Scripts.isOfPerson(question) && !byCase.contains(question.id()))
                        .findFirst()
                        .ifPresent(question -> findings.accept(document.warning(
                                at,
                                "is the name of a standard question too, which the patient answers from their own file:"
                                        + " add like: %s if it asks the same, else rename the topic"
                                                .formatted(question.id()))));
            }
        }

        void tests(Map<String, CatalogEntry> tests) {
            List<ExaminationTopic> topics = document.value().objective();
            for (int i = 0; i < topics.size(); i++) {
                String at = "/objective/" + i;
                CatalogEntry test = tests.get(topics.get(i).testId());
                if (test == null && documents.complete()) {
                    String id = topics.get(i).testId();
                    absent(
                            documents.catalogs(),
                            at + "/test_id",
                            id,
                            "is not in the catalogues of tests" + Similar.hint(id, tests.keySet()));
                } else if (test != null) {
                    consent(at + "/needs_consent", test, topics.get(i));
                    sides(at + "/results", test, topics.get(i).results());
                }
            }
        }

        /** Asked for in this case alone, it would tell a student that the case has the test. */
        private void consent(String at, CatalogEntry test, ExaminationTopic topic) {
            if (Boolean.TRUE.equals(topic.needsConsent()) && !Boolean.TRUE.equals(test.needsConsent())) {
                findings.accept(document.warning(
                        at,
                        "is true, but the catalogue asks for no consent to this test: leave it out, as the question"
                                + " tells students that this case has the test"));
            }
        }

        /** A case that comes with Viva lacks only what the author's own file no longer has in its place. */
        private <T> void absent(List<Document<T>> named, String pointer, String id, String reason) {
            List<Document<T>> own =
                    named.stream().filter(file -> !file.builtIn()).toList();
            if (!document.builtIn() || own.isEmpty()) {
                error(pointer, reason);
            }
            if (document.builtIn()) {
                own.forEach(file -> findings.accept(file.error(
                        "", "lacks \"%s\", which a case that comes with Viva uses: add it again".formatted(id))));
            }
        }

        private void sides(String at, CatalogEntry test, List<ExaminationResult> results) {
            List<Side> given = results.stream()
                    .map(ExaminationResult::side)
                    .filter(Objects::nonNull)
                    .toList();
            boolean paired = Boolean.TRUE.equals(test.sides());
            if (!paired && !given.isEmpty()) {
                error(at, "has a side, but this test has none: leave side out");
            } else if (!paired && results.size() > 1) {
                error(at, "is two, but this test has no sides: write one");
            } else if (paired && given.size() < results.size()) {
                error(at, "needs a side: this test is done left and right");
            } else if (given.size() > Set.copyOf(given).size()) {
                error(at, "has the same side twice: write one for left and one for right");
            } else if (given.size() == 1) {
                findings.accept(document.warning(
                        at, "has one side only, but this test is done left and right: write one for each"));
            }
        }

        void personas(List<Document<Persona>> personas) {
            Set<String> named = document.value().guardrails().personas();
            if (named == null) {
                return;
            }
            Map<String, Document<Persona>> known = personas.stream()
                    .collect(Collectors.toMap(
                            persona -> persona.value().personaId(), persona -> persona, (first, second) -> first));
            known(named, known.keySet(), "/guardrails/personas/", "patient");
            int i = 0;
            for (String id : named) {
                String at = "/guardrails/personas/" + i++;
                Document<Persona> persona = known.get(id);
                if (persona != null) {
                    Fit.mismatch(document.value(), persona.value()).ifPresent(reason -> mismatch(at, persona, reason));
                }
            }
        }

        private void mismatch(String at, Document<Persona> persona, String reason) {
            if (document.builtIn() && !persona.builtIn()) {
                String scenario = document.value().scenarioId();
                findings.accept(
                        persona.error("", "is named by %s, which it does not fit: %s".formatted(scenario, reason)));
            } else {
                error(at, "contradicts the other guardrails: " + reason);
            }
        }

        private void known(@Nullable Collection<String> named, Collection<String> all, String pointer, String what) {
            int i = 0;
            for (String name : Objects.requireNonNullElse(named, List.<String>of())) {
                if (!all.contains(name)) {
                    String hint = Similar.hint(name, all);
                    String next = hint.isEmpty() ? ": write the name letter for letter" : hint;
                    error(pointer + i, "\"%s\" is no %s%s".formatted(name, what, next));
                }
                i++;
            }
        }

        private void error(String pointer, String reason) {
            findings.accept(document.error(pointer, reason));
        }
    }
}
