package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.evidence.Topic;
import dev.viva.debrief.language.Words;
import dev.viva.meaning.ShortForms;
import dev.viva.meaning.Stems;
import dev.viva.model.CaseMedia;
import dev.viva.model.ExaminationResult;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.HistoryTopic;
import dev.viva.model.MedicalBaseline;
import dev.viva.model.Persona;
import dev.viva.model.PlanReaction;
import dev.viva.model.Scenario;
import dev.viva.patient.CasePair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the patient of a case may say about their health: all that case and persona assert or deny. Thread-safe. */
public final class Knowledge {
    private final Set<String> asserted = new HashSet<>();
    private final Set<String> denied = new HashSet<>();
    private final Set<String> ofRelatives = new HashSet<>();
    private final Set<String> painful = new HashSet<>();
    /** What only the patient's own words assert or deny. */
    private final Set<String> told = new HashSet<>();

    private final Set<String> toldNot = new HashSet<>();
    private final Set<Complaint> complaints = new HashSet<>();
    /** What the case says, with the part of the body of which it says it. */
    private final Set<String> places = new HashSet<>();

    private final Vocabulary vocabulary;
    private final List<String> secretNames;
    private final List<String> secretShortForms;
    /** By the topic's id. */
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();

    public Knowledge(CasePair pair) {
        List<String> all = texts(pair).filter(Objects::nonNull).toList();
        all.forEach(this::learn);
        tellings(pair).filter(Objects::nonNull).forEach(this::learnTold);
        this.vocabulary = new Vocabulary(all);
        List<String> told = Stream.concat(
                        pair.scenario().subjective().stream().map(HistoryTopic::reply),
                        Stream.of(pair.scenario().openingLine()))
                .toList();
        List<String> aliases = Stream.ofNullable(pair.scenario().aliases())
                .flatMap(List::stream)
                .map(String::strip)
                .toList();
        this.secretNames = secretNames(aliases, plain(told));
        this.secretShortForms = aliases.stream()
                .flatMap(alias -> ShortForms.of(alias).stream())
                .filter(alias -> told.stream().noneMatch(text -> ShortForms.isIn(text, alias)))
                .toList();
    }

    /** Names of the diagnosis that no text of the patient contains. */
    private static List<String> secretNames(List<String> aliases, String told) {
        return aliases.stream()
                .filter(alias -> ShortForms.of(alias).isEmpty())
                .filter(alias -> !Words.of(alias).stream().allMatch(Stems::isCommon))
                .map(alias -> plain(List.of(alias)))
                .filter(alias -> !told.contains(alias))
                .toList();
    }

    private static String plain(List<String> texts) {
        return " " + String.join(" ", Words.of(String.join(" ", texts))) + " ";
    }

    /** What the case's reply to one of its topics states; prepared when it is first told. */
    Reply reply(Topic topic) {
        return replies.computeIfAbsent(topic.id(), id -> Reply.of(topic.replies()));
    }

    /** Whether a text names the diagnosis as no text of the patient does. */
    boolean isSecret(Passage text) {
        return hasSecretName(text) || secretShortForms.stream().anyMatch(alias -> ShortForms.isIn(text.text(), alias));
    }

    /** Whether a student may have named it: the patient is not blamed for what the student may have said. */
    boolean mayBeNamed(Passage text) {
        return hasSecretName(text)
                || secretShortForms.stream().anyMatch(alias -> ShortForms.mayBeIn(text.text(), alias));
    }

    private boolean hasSecretName(Passage text) {
        String plain = " " + text.plain() + " ";
        return secretNames.stream().anyMatch(plain::contains);
    }

    /** Of all that case and persona say. */
    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** What a finding is to the case. */
    Clue clue(Assertion one, boolean hurts) {
        if (one.denied()) {
            return Clue.DENIED;
        }
        if (one.supposed()) {
            return Clue.SUPPOSED;
        }
        if (one.is(Concepts.Kind.BODY)) {
            boolean known = !hurts || mentionsPain(one.name()) || asserts(one.name());
            return known ? Clue.KNOWN : Clue.NEW_BODY;
        }
        if (one.relative() && one.is(Concepts.Kind.CONDITION, Concepts.Kind.PROCEDURE)) {
            return ofRelative(one.name()) ? Clue.KNOWN : Clue.NEW_OF_RELATIVE;
        }
        if (knows(one.name())) {
            return denies(one.name()) ? Clue.EXCLUDED : knowsAt(one.name(), one.body()) ? Clue.KNOWN : Clue.ELSEWHERE;
        }
        return switch (one.kind()) {
            case CONDITION -> Clue.NEW_CONDITION;
            case MEDICINE -> Clue.NEW_MEDICINE;
            case PROCEDURE -> Clue.NEW_PROCEDURE;
            default -> Clue.NEW_SYMPTOM;
        };
    }

    private void learn(String text) {
        for (Stated sentence : Stated.sentences(text)) {
            List<Assertion> all = Assertion.in(sentence);
            for (Assertion one : all) {
                if (one.relative()) {
                    ofRelatives.add(one.name());
                }
                (one.denied() ? denied : asserted).add(one.name());
                if (!one.denied() || one.body() != null) {
                    places.add(place(one.name(), one.body()));
                }
            }
            if (Complaint.isTroubled(sentence.passage())) {
                all.stream()
                        .filter(one -> one.is(Concepts.Kind.BODY))
                        .map(Assertion::name)
                        .forEach(painful::add);
            }
        }
    }

    private void learnTold(String text) {
        for (Stated sentence : Stated.sentences(text)) {
            Assertion.in(sentence).forEach(one -> (one.denied() ? toldNot : told).add(one.name()));
            complaints.addAll(Complaint.in(sentence));
        }
    }

    /** Whether the case has something else to say of this part of the body: that it is well, or the other side alone. */
    boolean excludes(Complaint complaint) {
        if ("other".equals(complaint.side())) {
            return complaints.stream()
                    .noneMatch(one -> !one.denied() && one.body().equals(complaint.body()) && one.side() == null);
        }
        List<Complaint> same = complaints.stream()
                .filter(one -> one.body().equals(complaint.body()))
                .filter(one -> one.side() == null
                        || complaint.side() == null
                        || one.side().equals(complaint.side()))
                .toList();
        return !same.isEmpty() && same.stream().allMatch(Complaint::denied);
    }

    boolean asserts(String name) {
        return asserted.contains(name);
    }

    boolean denies(String name) {
        return toldNot.contains(name) && !told.contains(name) || denied.contains(name) && !asserted.contains(name);
    }

    boolean knows(String name) {
        return asserted.contains(name) || denied.contains(name);
    }

    /** Whether the case says it of this part of the body or one beside it, or without naming any. */
    boolean knowsAt(String name, @Nullable String body) {
        return body == null
                || places.contains(place(name, null))
                || BodyParts.around(body).anyMatch(one -> places.contains(place(name, one)));
    }

    private static String place(String name, @Nullable String body) {
        return name + "@" + (body == null ? "" : body);
    }

    boolean ofRelative(String name) {
        return ofRelatives.contains(name);
    }

    /** Whether the case says of a part of the body that something is the matter with it, or is not. */
    boolean mentionsPain(String body) {
        return BodyParts.around(body).anyMatch(painful::contains);
    }

    /** What the patient says by the case, without its instructions and its findings. */
    private static Stream<@Nullable String> tellings(CasePair pair) {
        Scenario scenario = pair.scenario();
        MedicalBaseline baseline = pair.persona().medicalBaseline();
        List<@Nullable String> texts = new ArrayList<>();
        texts.add(scenario.openingLine());
        scenario.subjective().stream().map(HistoryTopic::reply).forEach(texts::add);
        texts.addAll(List.of(baseline.illnesses(), baseline.operations(), baseline.medicines(), baseline.family()));
        if (scenario.hiddenAgenda() != null) {
            texts.add(scenario.hiddenAgenda().reply());
        }
        return texts.stream();
    }

    private static Stream<@Nullable String> texts(CasePair pair) {
        Scenario scenario = pair.scenario();
        List<@Nullable String> texts = new ArrayList<>();
        texts.add(scenario.briefing());
        texts.add(scenario.openingLine());
        texts.add(scenario.closingLine());
        texts.add(scenario.painBehaviour());
        scenario.subjective().stream().map(HistoryTopic::reply).forEach(texts::add);
        for (ExaminationTopic topic : scenario.objective()) {
            texts.add(topic.contraindication());
            topic.results().stream().map(ExaminationResult::reply).forEach(texts::add);
            topic.results().stream().map(ExaminationResult::finding).forEach(texts::add);
        }
        texts.add(scenario.treatmentPlan().patientHopes());
        texts.add(scenario.treatmentPlan().patientWorries());
        Stream.ofNullable(scenario.treatmentPlan().reactions())
                .flatMap(List::stream)
                .map(PlanReaction::reply)
                .forEach(texts::add);
        Stream.ofNullable(scenario.asks()).flatMap(List::stream).forEach(ask -> texts.add(ask.question()));
        if (scenario.hiddenAgenda() != null) {
            texts.add(scenario.hiddenAgenda().concern());
            texts.add(scenario.hiddenAgenda().reply());
        }
        Stream.ofNullable(scenario.media())
                .flatMap(List::stream)
                .map(CaseMedia::text)
                .forEach(texts::add);
        if (pair.role() != null) {
            texts.add(pair.role().instructions());
            texts.add(pair.role().openingLine());
        }
        return Stream.concat(texts.stream(), texts(pair.persona()));
    }

    private static Stream<String> texts(Persona persona) {
        MedicalBaseline baseline = persona.medicalBaseline();
        return Stream.of(
                persona.summary(),
                persona.background(),
                persona.personality(),
                persona.speechStyle(),
                persona.painBehaviour(),
                persona.nextOfKin(),
                baseline.illnesses(),
                baseline.operations(),
                baseline.medicines(),
                baseline.allergies(),
                baseline.family(),
                baseline.smoking(),
                baseline.alcohol());
    }
}
