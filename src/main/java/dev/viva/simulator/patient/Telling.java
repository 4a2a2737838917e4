package dev.viva.simulator.patient;

import static java.util.Objects.requireNonNullElse;

import dev.viva.meaning.Stems;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.CaseScript.Disclosure;
import dev.viva.realtime.CaseScript.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        CaseScript.Role other = other();
        if (other != null && !other.knows().contains(topic.name())) {
            return isName(topic)
                    ? script.speaker().name() + "."
                    : phrases.askPatient().formatted(other.patient());
        }
        if (isGuarded(topic) && memory.keep(topic)) {
            return phrases.guarded();
        }
        memory.lastTopic = topic;
        return once(topic, other == null ? topic.reply() : phrases.quote().formatted(other.patient(), topic.reply()));
    }

    /** Who tells of the patient; null for the patient, and for an interpreter, who says what the patient says. */
    private CaseScript.@Nullable Role other() {
        CaseScript.Role role = script.speaker().role();
        return role == null || role.interprets() ? null : role;
    }

    /** What was told once, before this call too, is no secret any more. */
    private boolean isGuarded(CaseScript.Topic topic) {
        return topic.disclosure() == Disclosure.TRUSTED && !memory.trusts && !memory.hasTold(topic);
    }

    /** Whether the person may name what was asked for: the name alone of what is kept back would give it away. */
    boolean mayName(Meaning meaning) {
        CaseScript.Role other = other();
        return !(meaning instanceof Meaning.Told told)
                || !isGuarded(told.topic())
                        && (other == null || other.knows().contains(told.topic().name()));
    }

    private static boolean isName(CaseScript.Topic topic) {
        return topic.part() == Part.IDENTITY && OWN_NAME.contains(requireNonNullElse(topic.standard(), ""));
    }

    private String react(CaseScript.Reaction reaction, Phase phase) {
        return Stream.concat(Stream.of(once(reaction, reaction.reply())), ask(phase, true).stream())
                .collect(Collectors.joining(" "));
    }

    private String once(Object what, String reply) {
        return isNew(what) ? reply : memory.nextAgain(phrases) + " " + reply;
    }

    /** Notes that something is told, and with it what has the same to tell; false if it was told before. */
    private boolean isNew(Object what) {
        boolean first = memory.tell(what);
        CaseScript.HiddenAgenda hidden = script.hiddenAgenda();
        if (hidden == null) {
            return first;
        }
        if (what instanceof CaseScript.Topic topic && isMostlyIn(topic, hidden)) {
            memory.tell(hidden);
        } else if (what.equals(hidden)) {
            script.topics().stream().filter(topic -> isMostlyIn(topic, hidden)).forEach(memory::tell);
        }
        return first;
    }

    /** Whether a topic tells the hidden agenda: most of the agenda's telling words are in its reply. */
    private static boolean isMostlyIn(CaseScript.Topic topic, CaseScript.HiddenAgenda hidden) {
        return Stems.isMostlyIn(hidden.reply(), topic.reply());
    }

    /** Remembers what the patient has said before: all that stands whole in it, and what was kept back. */
    void recall(List<Meaning> asked, String said) {
        String words = plain(said);
        List<CaseScript.Topic> wanted = asked.stream()
                .flatMap(meaning -> meaning instanceof Meaning.Told told ? Stream.of(told.topic()) : Stream.empty())
                .toList();
        if (words.contains(phrases.guarded())) {
            wanted.stream()
                    .filter(topic -> topic.disclosure() == Disclosure.TRUSTED)
                    .forEach(memory::keep);
        }
        String rest = words;
        for (Map.Entry<String, List<Object>> saying : sayings().entrySet()) {
            Matcher spoken = wordsOf(saying.getKey()).matcher(rest);
            if (spoken.find()) {
                rest = spoken.replaceAll("");
                List<Object> alike = saying.getValue();
                alike.stream()
                        .filter(what -> Collections.disjoint(alike, wanted)
                                || wanted.stream().anyMatch(what::equals))
                        .forEach(this::isNew);
            }
        }
    }

    /** What the patient can say, the longest first, as a short answer may begin a longer one: "No." and "No. I walk." */
    private Map<String, List<Object>> sayings() {
        var sayings = new TreeMap<String, List<Object>>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        BiConsumer<String, Object> add = (text, what) -> {
            if (!text.isBlank()) {
                sayings.computeIfAbsent(plain(text), words -> new ArrayList<>()).add(what);
            }
        };
        script.topics().forEach(topic -> add.accept(topic.reply(), topic));
        script.asks().forEach(ask -> add.accept(ask.question(), ask));
        script.plan().reactions().forEach(reaction -> add.accept(reaction.reply(), reaction));
        add.accept(script.speaker().openingLine(), script.speaker());
        Stream.ofNullable(script.hiddenAgenda()).forEach(agenda -> add.accept(agenda.reply(), agenda));
        return sayings;
    }

    /** Whole words: "no." does not stand in "piano." */
    private static Pattern wordsOf(String text) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(text) + "(?!(?<=[\\p{L}\\p{N}])[\\p{L}\\p{N}])");
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
        if (other() != null) {
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
        return Optional.ofNullable(script.hiddenAgenda()).filter(this::isNew).map(CaseScript.HiddenAgenda::reply);
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
