package dev.viva.simulator.patient;

import static java.util.Objects.requireNonNullElse;

import dev.viva.realtime.CaseScript;
import dev.viva.realtime.CaseScript.Disclosure;
import dev.viva.realtime.CaseScript.Part;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what a person tells, and remembers it. */
final class Telling {
    private static final Set<String> OWN_NAME = Set.of("name", "preferred-name");

    private final CaseScript script;
    private final Phrases phrases;
    private final Memory memory;

    Telling(CaseScript script, Phrases phrases, Memory memory) {
        this.script = script;
        this.phrases = phrases;
        this.memory = memory;
    }

    /** The answers to what was asked for. */
    String tell(List<Meaning> asked, Phase phase) {
        return asked.stream()
                .flatMap(meaning -> switch (meaning) {
                    case Meaning.Told told -> Stream.of(topic(told.topic()));
                    case Meaning.Proposed proposed -> Stream.of(react(proposed.reaction(), phase));
                    case Meaning.Tested tested -> Stream.<String>empty();
                    case Meaning.Talk talk -> Stream.<String>empty();
                })
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private String topic(CaseScript.Topic topic) {
        CaseScript.Role role = script.speaker().role();
        if (role != null && !role.knows().contains(topic.name())) {
            return isName(topic)
                    ? script.speaker().name() + "."
                    : phrases.askPatient().formatted(role.patient());
        }
        boolean kept = topic.disclosure() == Disclosure.TRUSTED && !memory.trusts && memory.keep(topic);
        if (kept) {
            return phrases.guarded();
        }
        memory.lastTopic = topic;
        return once(topic, role == null ? topic.reply() : phrases.quote().formatted(role.patient(), topic.reply()));
    }

    private static boolean isName(CaseScript.Topic topic) {
        return topic.part() == Part.IDENTITY && OWN_NAME.contains(requireNonNullElse(topic.standard(), ""));
    }

    private String react(CaseScript.Reaction reaction, Phase phase) {
        return Stream.concat(Stream.of(once(reaction, reaction.reply())), ask(phase, true).stream())
                .collect(Collectors.joining(" "));
    }

    private String once(Object what, String reply) {
        return memory.tell(what) ? reply : memory.nextAgain(phrases) + " " + reply;
    }

    /** Remembers what the patient has said before: all that stands whole in it, and what was kept back. */
    void recall(List<Meaning> asked, String said) {
        String words = plain(said);
        if (words.contains(phrases.guarded())) {
            asked.stream()
                    .flatMap(meaning -> meaning instanceof Meaning.Told told ? Stream.of(told.topic()) : Stream.empty())
                    .filter(topic -> topic.disclosure() == Disclosure.TRUSTED)
                    .forEach(memory::keep);
        }
        Stream<Map.Entry<Object, String>> topics =
                script.topics().stream().map(topic -> Map.entry(topic, topic.reply()));
        Stream<Map.Entry<Object, String>> asks = script.asks().stream().map(ask -> Map.entry(ask, ask.question()));
        Stream<Map.Entry<Object, String>> reactions =
                script.plan().reactions().stream().map(reaction -> Map.entry(reaction, reaction.reply()));
        Stream<Map.Entry<Object, String>> opening =
                Stream.of(Map.entry(script.speaker(), script.speaker().openingLine()));
        Stream<Map.Entry<Object, String>> hidden =
                Stream.ofNullable(script.hiddenAgenda()).map(agenda -> Map.entry(agenda, agenda.reply()));
        Stream.of(topics, asks, reactions, opening, hidden)
                .flatMap(each -> each)
                .filter(each -> !each.getValue().isBlank() && words.contains(plain(each.getValue())))
                .forEach(each -> memory.tell(each.getKey()));
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** What the patient asks next, at the latest in this phase. */
    Optional<String> ask(Phase phase, boolean thisPhaseOnly) {
        return script.asks().stream()
                .filter(ask -> {
                    int when =
                            Phase.valueOf(ask.phase().toUpperCase(Locale.ROOT)).ordinal();
                    return thisPhaseOnly ? when == phase.ordinal() : when <= phase.ordinal();
                })
                .filter(ask -> !memory.hasTold(ask) && isDue(ask))
                .findFirst()
                .map(ask -> {
                    memory.tell(ask);
                    return ask.question();
                });
    }

    /** Whether one of the things has been told after which the patient asks this. */
    private boolean isDue(CaseScript.Ask ask) {
        boolean told =
                script.topics().stream().anyMatch(topic -> ask.after().contains(topic.name()) && memory.hasTold(topic));
        CaseScript.HiddenAgenda hidden = script.hiddenAgenda();
        boolean revealed =
                hidden != null && ask.after().contains(CaseScript.HiddenAgenda.NAME) && memory.hasTold(hidden);
        return ask.after().isEmpty() || told || revealed;
    }

    /** The next thing that the patient tells without being asked; the hidden agenda last, and only in trust. */
    Optional<String> volunteer() {
        if (script.speaker().role() != null) {
            return Optional.empty();
        }
        Optional<String> next = script.topics().stream()
                .filter(topic -> topic.disclosure() == Disclosure.VOLUNTEERED && !memory.hasTold(topic))
                .findFirst()
                .map(topic -> once(topic, topic.reply()));
        return next.isPresent() || !memory.trusts ? next : reveal();
    }

    /** The hidden agenda, once. */
    Optional<String> reveal() {
        return Optional.ofNullable(script.hiddenAgenda()).filter(memory::tell).map(CaseScript.HiddenAgenda::reply);
    }

    /** Who the patient is: name and date of birth. */
    String identity() {
        return Stream.of("name", "date-of-birth")
                .flatMap(id -> script.topics().stream().filter(topic -> id.equals(topic.standard())))
                .map(this::topic)
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
