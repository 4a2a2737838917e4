package dev.viva.sheet;

import static java.util.Objects.requireNonNullElse;

import dev.viva.model.CaseMedia;
import dev.viva.model.Challenge;
import dev.viva.model.ChecklistItem;
import dev.viva.model.ChecklistPart;
import dev.viva.model.Disclosure;
import dev.viva.model.ExaminationResult;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.HistoryTopic;
import dev.viva.model.Persona;
import dev.viva.model.Phase;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the template prints. A member that is null or empty prints nothing.
 *
 * @param challenges of the patient and of the case
 * @param fits whom the case fits, in words
 */
record SheetView(
        Scenario scenario,
        Persona persona,
        String style,
        String authors,
        String birthday,
        String manner,
        String pain,
        String challenges,
        String fits,
        List<Question> asks,
        List<Topic> history,
        List<Test> examination,
        List<Reaction> reactions,
        List<Role> roles,
        List<Flag> flags,
        List<Part> checklist,
        List<String> note) {

    record Question(String question, String when, String phase) {}

    record Topic(String topic, String told, String examples, String reply) {}

    record Test(
            String topic,
            String name,
            @Nullable String position,
            boolean consent,
            @Nullable String contraindication,
            @Nullable String shown,
            String examples,
            int rows,
            Result first,
            List<Result> others) {}

    record Result(String side, String finding, String reply) {}

    record Reaction(String examples, String reply) {}

    record Role(String name, String title, String openingLine, String instructions, String knows) {}

    record Flag(String flag, String covered) {}

    record Part(String name, List<Item> items) {}

    record Item(String item, String evidence) {}

    static SheetView of(Scenario scenario, Persona persona, Tests tests, String style) {
        return new SheetView(
                scenario,
                persona,
                style,
                String.join(", ", scenario.authors()),
                birthday(persona.birthday()),
                requireNonNullElse(scenario.affect(), persona.affect()),
                requireNonNullElse(scenario.painBehaviour(), persona.painBehaviour()),
                challenges(scenario, persona),
                Guards.inWords(scenario.guardrails()),
                all(scenario.asks())
                        .map(ask -> new Question(ask.question(), ask.when(), words(ask.phase())))
                        .toList(),
                scenario.subjective().stream().map(SheetView::topic).toList(),
                scenario.objective().stream()
                        .map(topic -> test(topic, scenario, tests))
                        .toList(),
                all(scenario.treatmentPlan().reactions())
                        .map(reaction -> new Reaction(quoted(reaction.examples()), reaction.reply()))
                        .toList(),
                all(scenario.roles()).map(SheetView::role).toList(),
                scenario.redFlags().stream()
                        .map(flag -> new Flag(flag.flag(), covered(flag.coveredBy(), flag.all())))
                        .toList(),
                checklist(scenario.checklist()),
                scenario.modelNote().lines().filter(line -> !line.isBlank()).toList());
    }

    private static String birthday(String monthAndDay) {
        return MonthDay.parse("--" + monthAndDay).format(DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH));
    }

    private static String challenges(Scenario scenario, Persona persona) {
        return Stream.concat(all(persona.challenges()), all(scenario.challenges()))
                .distinct()
                .map(Challenge::toString)
                .map(word -> word.replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private static Topic topic(HistoryTopic topic) {
        Disclosure told = requireNonNullElse(topic.disclosure(), Disclosure.ASKED);
        return new Topic(
                topic.topic(),
                switch (told) {
                    case VOLUNTEERED -> "unasked";
                    case ASKED -> "when asked";
                    case TRUSTED -> "with trust";
                },
                quoted(topic.examples()),
                topic.reply());
    }

    private static Test test(ExaminationTopic topic, Scenario scenario, Tests tests) {
        List<Result> results = topic.results().stream().map(SheetView::result).toList();
        return new Test(
                topic.topic(),
                tests.name(topic.testId()),
                topic.position(),
                Boolean.TRUE.equals(topic.needsConsent()) || tests.needConsent(topic.testId()),
                topic.contraindication(),
                all(scenario.media())
                        .filter(media -> media.mediaId().equals(topic.media()))
                        .map(CaseMedia::title)
                        .findFirst()
                        .orElse(null),
                quoted(topic.examples()),
                results.size(),
                results.getFirst(),
                results.subList(1, results.size()));
    }

    private static Result result(ExaminationResult result) {
        return new Result(result.side() == null ? "" : result.side().toString(), result.finding(), result.reply());
    }

    private static Role role(ScenarioRole role) {
        Set<String> knows = requireNonNullElse(role.knows(), Set.of());
        return new Role(role.name(), role.title(), role.openingLine(), role.instructions(), String.join(", ", knows));
    }

    private static String covered(Collection<String> topics, @Nullable Boolean all) {
        return String.join(Boolean.TRUE.equals(all) ? " and " : " or ", topics);
    }

    private static List<Part> checklist(List<ChecklistItem> items) {
        return Arrays.stream(ChecklistPart.values())
                .map(part -> new Part(
                        part.toString(),
                        items.stream()
                                .filter(item -> item.part() == part)
                                .map(SheetView::item)
                                .toList()))
                .filter(part -> !part.items().isEmpty())
                .toList();
    }

    private static Item item(ChecklistItem item) {
        Set<String> topics = requireNonNullElse(item.topics(), Set.of());
        return new Item(item.item(), String.join(", ", topics));
    }

    private static String words(Phase phase) {
        return switch (phase) {
            case SUBJECTIVE -> "history";
            case OBJECTIVE -> "examination";
            case TREATMENT_PLAN -> "plan";
        };
    }

    private static String quoted(@Nullable Collection<String> examples) {
        return all(examples).map(example -> "“" + example + "”").collect(Collectors.joining(" "));
    }

    private static <T> Stream<T> all(@Nullable Collection<T> items) {
        return items == null ? Stream.of() : items.stream();
    }
}
