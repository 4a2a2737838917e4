package dev.viva.library;

import dev.viva.model.CatalogEntry;
import dev.viva.model.ExaminationResult;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.HiddenAgenda;
import dev.viva.model.HistoryTopic;
import dev.viva.model.Persona;
import dev.viva.model.PlanReaction;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import dev.viva.model.Side;
import dev.viva.model.StandardQuestion;
import dev.viva.model.TreatmentPlan;
import dev.viva.patient.CasePair;
import dev.viva.patient.Refusal;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.CaseScript.Asked;
import dev.viva.realtime.CaseScript.Part;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Composes the scripts of the scripted patient. They contain nothing that the voice would not know.
 *
 * <p>The person answers the standard questions, unless the case has a topic of its own for one.
 */
final class Scripts {
    private static final Set<String> IDENTITY = Set.of(
            "name",
            "preferred-name",
            "date-of-birth",
            "age",
            "address",
            "occupation",
            "next-of-kin",
            "home",
            "height",
            "weight");

    private final Map<String, StandardQuestion> questions = new LinkedHashMap<>();
    private final Map<String, CatalogEntry> tests = new LinkedHashMap<>();
    private final boolean ownQuestions;

    /**
     * @param ownQuestions whether the author wrote the questions, in the language of the cases; Viva's are English
     * @param tests the entries of all catalogues of tests
     */
    Scripts(List<StandardQuestion> questions, boolean ownQuestions, List<CatalogEntry> tests) {
        this.ownQuestions = ownQuestions;
        questions.forEach(question -> this.questions.put(question.id(), question));
        tests.forEach(test -> this.tests.put(test.id(), test));
    }

    /**
     * The script of a pair that fits.
     *
     * @param today the date of the encounter
     */
    CaseScript of(CasePair pair, LocalDate today) {
        Persona persona = pair.persona();
        Scenario scenario = pair.scenario();
        var self = new SelfDescription(persona, today);
        boolean understood = ownQuestions || persona.language().equals("en");
        List<CaseScript.Topic> topics = new ArrayList<>(scenario.subjective().stream()
                .map(topic -> topic(topic, understood ? wordings(topic.like(), scenario.subjective()) : List.of()))
                .toList());
        Set<String> taken = pair.answeredByCase();
        questions.values().stream()
                .filter(question -> !taken.contains(question.id()))
                .flatMap(question -> topic(question, self).stream())
                .forEach(topics::add);
        return new CaseScript(
                speaker(pair, self, topics),
                topics,
                tests(scenario.objective()),
                plan(scenario.treatmentPlan(), pair.role() == null),
                pair.role() == null ? asks(scenario) : List.of(),
                pair.role() == null ? hidden(scenario.hiddenAgenda()) : null);
    }

    private static List<CaseScript.Ask> asks(Scenario scenario) {
        return list(scenario.asks()).stream()
                .map(ask -> new CaseScript.Ask(
                        ask.question(), ask.when(), ask.phase().toString(), Set.copyOf(list(ask.after()))))
                .toList();
    }

    private static CaseScript.Speaker speaker(CasePair pair, SelfDescription self, List<CaseScript.Topic> topics) {
        Persona persona = pair.persona();
        Scenario scenario = pair.scenario();
        ScenarioRole role = pair.role();
        return role == null
                ? new CaseScript.Speaker(
                        persona.name(),
                        self.preferredName(),
                        scenario.openingLine(),
                        scenario.closingLine(),
                        persona.language(),
                        null)
                : new CaseScript.Speaker(
                        role.name(),
                        role.name(),
                        role.openingLine(),
                        "",
                        persona.language(),
                        new CaseScript.Role(self.preferredName(), known(pair, role, topics), pair.tellsAll()));
    }

    private static Set<String> known(CasePair pair, ScenarioRole role, List<CaseScript.Topic> topics) {
        return pair.tellsAll()
                ? topics.stream().map(CaseScript.Topic::name).collect(Collectors.toSet())
                : Set.copyOf(list(role.knows()));
    }

    private CaseScript.Topic topic(HistoryTopic topic, List<String> standard) {
        var asked = new Asked(list(topic.examples()), list(topic.cues()), standard);
        var disclosure = topic.disclosure() == null
                ? CaseScript.Disclosure.ASKED
                : CaseScript.Disclosure.valueOf(topic.disclosure().name());
        return new CaseScript.Topic(topic.topic(), Part.HISTORY, topic.like(), asked, topic.reply(), disclosure);
    }

    /** How the standard question is asked, and another one that has the same answer, unless a topic is like that one. */
    private List<String> wordings(@Nullable String like, Collection<HistoryTopic> history) {
        StandardQuestion own = like == null ? null : questions.get(like);
        return own == null
                ? List.of()
                : questions.values().stream()
                        .filter(question -> question.equals(own)
                                || question.persona() != null
                                        && question.persona() == own.persona()
                                        && history.stream()
                                                .noneMatch(
                                                        topic -> question.id().equals(topic.like())))
                        .flatMap(question -> question.examples().stream())
                        .toList();
    }

    /** Whether the person's own file answers it. */
    static boolean isOfPerson(StandardQuestion question) {
        return question.persona() != null || isHome(question);
    }

    private static boolean isHome(StandardQuestion question) {
        return question.id().equals("home");
    }

    private static Optional<CaseScript.Topic> topic(StandardQuestion question, SelfDescription self) {
        Optional<String> reply = isHome(question)
                ? self.home()
                : Optional.ofNullable(question.persona()).flatMap(self::answer);
        return reply.map(said -> new CaseScript.Topic(
                question.topic(),
                IDENTITY.contains(question.id()) ? Part.IDENTITY : Part.BASELINE,
                question.id(),
                new Asked(List.of(), List.of(), List.copyOf(question.examples())),
                said,
                CaseScript.Disclosure.ASKED));
    }

    private List<CaseScript.Test> tests(List<ExaminationTopic> topics) {
        var others = new LinkedHashMap<>(tests);
        topics.forEach(topic -> others.remove(topic.testId()));
        return Stream.concat(
                        topics.stream().map(this::test),
                        others.values().stream().map(Scripts::absent))
                .toList();
    }

    private CaseScript.Test test(ExaminationTopic topic) {
        CatalogEntry entry = tests.get(topic.testId());
        List<String> names = new ArrayList<>(List.of(topic.topic()));
        if (entry != null) {
            names.addAll(names(entry));
        }
        var asked = new Asked(
                list(topic.examples()), list(topic.cues()), entry == null ? List.of() : list(entry.describedAs()));
        boolean sided = topic.results().stream().anyMatch(result -> result.side() != null);
        boolean consent = Boolean.TRUE.equals(topic.needsConsent()) || entry != null && needsConsent(entry);
        return new CaseScript.Test(
                topic.testId(),
                names,
                asked,
                new CaseScript.Caution(sided, consent, refusal(topic.contraindication())),
                topic.results().stream().map(Scripts::result).toList());
    }

    private static CaseScript.Test absent(CatalogEntry entry) {
        return new CaseScript.Test(
                entry.id(),
                names(entry),
                new Asked(List.of(), List.of(), list(entry.describedAs())),
                new CaseScript.Caution(Boolean.TRUE.equals(entry.sides()), needsConsent(entry), null),
                List.of());
    }

    private static CaseScript.@Nullable Refusal refusal(@Nullable String contraindication) {
        if (contraindication == null) {
            return null;
        }
        var refusal = Refusal.of(contraindication);
        return new CaseScript.Refusal(refusal.reason(), refusal.said());
    }

    private static List<String> names(CatalogEntry entry) {
        return Stream.concat(Stream.of(entry.name()), list(entry.also()).stream())
                .toList();
    }

    private static boolean needsConsent(CatalogEntry entry) {
        return Boolean.TRUE.equals(entry.needsConsent());
    }

    private static CaseScript.Result result(ExaminationResult result) {
        return new CaseScript.Result(side(result.side()), result.finding(), result.reply());
    }

    private static CaseScript.@Nullable Side side(@Nullable Side side) {
        return side == null ? null : CaseScript.Side.valueOf(side.name());
    }

    /** Only the patient has the reactions. */
    private static CaseScript.Plan plan(TreatmentPlan plan, boolean ofPatient) {
        return new CaseScript.Plan(
                plan.patientHopes(),
                plan.patientWorries(),
                (ofPatient ? list(plan.reactions()) : List.<PlanReaction>of())
                        .stream()
                                .map(reaction ->
                                        new CaseScript.Reaction(List.copyOf(reaction.examples()), reaction.reply()))
                                .toList());
    }

    private static CaseScript.@Nullable HiddenAgenda hidden(@Nullable HiddenAgenda agenda) {
        return agenda == null ? null : new CaseScript.HiddenAgenda(List.copyOf(agenda.cues()), agenda.reply());
    }

    private static <T> List<T> list(@Nullable Collection<T> values) {
        return values == null ? List.of() : List.copyOf(values);
    }
}
