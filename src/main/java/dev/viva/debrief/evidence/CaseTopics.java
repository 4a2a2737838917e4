package dev.viva.debrief.evidence;

import static java.util.Objects.requireNonNullElse;

import dev.viva.debrief.language.Words;
import dev.viva.model.Disclosure;
import dev.viva.model.HiddenAgenda;
import dev.viva.model.HistoryTopic;
import dev.viva.model.ScenarioRole;
import dev.viva.model.StandardQuestion;
import dev.viva.patient.CasePair;
import dev.viva.patient.MedicalLife;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The topics of a case in the author's order, with all ways to ask for them that the case and the question bank know. */
public final class CaseTopics {
    /** The standard question that the opening line answers. */
    private static final String MAIN_PROBLEM = "main-problem";

    private final Map<String, StandardQuestion> bank;
    private final List<Topic> topics = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private CaseTopics(List<StandardQuestion> bank) {
        this.bank = bank.stream()
                .collect(Collectors.toMap(
                        StandardQuestion::id, question -> question, (one, other) -> one, LinkedHashMap::new));
    }

    /** @param bank the standard questions that topics refer to */
    public static List<Topic> of(CasePair pair, List<StandardQuestion> bank) {
        var topics = new CaseTopics(bank);
        ScenarioRole role = pair.role();
        List<HistoryTopic> history = pair.scenario().subjective();
        if (role == null || pair.tellsAll()) {
            String opening = role == null ? pair.scenario().openingLine() : role.openingLine();
            history.forEach(topic -> topics.add(topic, opening));
            topics.addBaseline(pair);
            topics.addHidden(role == null ? pair.scenario().hiddenAgenda() : null);
        } else {
            Set<String> known = requireNonNullElse(role.knows(), Set.of());
            history.stream()
                    .filter(topic -> known.contains(topic.topic()))
                    .forEach(topic -> topics.add(topic, role.openingLine()));
        }
        topics.addOthers(history);
        return List.copyOf(topics.topics);
    }

    private void add(HistoryTopic topic, String openingLine) {
        Set<String> questions = new LinkedHashSet<>();
        questions.add(topic.topic());
        questions.addAll(requireNonNullElse(topic.examples(), Set.of()));
        StandardQuestion like = topic.like() == null ? null : bank.get(topic.like());
        if (like != null) {
            questions.addAll(like.examples());
        }
        questions.addAll(requireNonNullElse(topic.cues(), Set.of()));
        topics.add(new Topic(
                unique("history/" + slug(topic.topic())),
                Topic.Part.HISTORY,
                topic.topic(),
                MAIN_PROBLEM.equals(topic.like()) && opens(openingLine, topic.reply())
                        ? List.of(topic.reply(), openingLine)
                        : List.of(topic.reply()),
                List.copyOf(questions),
                requireNonNullElse(topic.disclosure(), Disclosure.ASKED)));
    }

    /** Whether the opening line names what the main problem is, and not only who sent the patient. */
    private static boolean opens(String openingLine, String reply) {
        return !Collections.disjoint(complaints(openingLine), complaints(reply));
    }

    private static Set<String> complaints(String text) {
        return Concepts.names(
                Words.of(text),
                Concepts.Kind.SYMPTOM,
                Concepts.Kind.CONDITION,
                Concepts.Kind.BODY,
                Concepts.Kind.COURSE);
    }

    /** A case's own topic, named by the standard question of the same name, stands in place of the patient's. */
    private void addBaseline(CasePair pair) {
        Set<String> told = pair.answeredByCase();
        MedicalLife.members(pair.persona().medicalBaseline()).forEach((member, reply) -> {
            if (!told.contains(member)) {
                StandardQuestion question = bank.get(member);
                topics.add(new Topic(
                        unique("baseline/" + member),
                        Topic.Part.BASELINE,
                        question == null
                                ? Character.toUpperCase(member.charAt(0)) + member.substring(1)
                                : question.topic(),
                        List.of(reply),
                        question == null ? List.of(member) : List.copyOf(question.examples()),
                        Disclosure.ASKED));
            }
        });
    }

    private void addHidden(@Nullable HiddenAgenda agenda) {
        if (agenda != null) {
            topics.add(new Topic(
                    "hidden_agenda",
                    Topic.Part.HIDDEN,
                    "What the patient keeps back",
                    List.of(agenda.reply()),
                    List.copyOf(agenda.cues()),
                    Disclosure.TRUSTED));
        }
    }

    /** What no item is about competes with the items for a question, so that it is not taken for one of them. */
    private void addOthers(List<HistoryTopic> history) {
        Set<String> taken =
                history.stream().map(topic -> String.valueOf(topic.like())).collect(Collectors.toSet());
        topics.stream()
                .filter(topic -> topic.part() == Topic.Part.BASELINE)
                .forEach(topic -> taken.add(topic.id().substring("baseline/".length())));
        bank.values().stream()
                .filter(question -> !taken.contains(question.id()))
                .forEach(question -> topics.add(new Topic(
                        "other/" + question.id(),
                        Topic.Part.OTHER,
                        question.topic(),
                        List.of(),
                        List.copyOf(question.examples()),
                        Disclosure.ASKED)));
    }

    /** A title as part of an id: lower-case letters and digits of any language, with hyphens between. */
    public static String slug(String title) {
        return String.join("-", Words.of(title));
    }

    private String unique(String id) {
        String free = id;
        for (int i = 2; !ids.add(free); i++) {
            free = id + "-" + i;
        }
        return free;
    }
}
