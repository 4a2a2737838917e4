package dev.viva.authoring;

import dev.viva.realtime.CaseScript;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which topics of the history and which findings of a case were reached. */
final class Coverage {
    private final Set<String> topics = new LinkedHashSet<>();
    private final Set<String> findings = new LinkedHashSet<>();
    private final Set<String> reachedTopics = new TreeSet<>();
    private final Set<String> reachedFindings = new TreeSet<>();

    Coverage(CaseScript script) {
        CaseScript.@Nullable Role role = script.speaker().role();
        script.topics().stream()
                .filter(topic -> topic.part() == CaseScript.Part.HISTORY)
                .map(CaseScript.Topic::name)
                .filter(name -> role == null || role.knows().contains(name))
                .forEach(topics::add);
        if (role == null) {
            script.tests().forEach(test -> test.results().forEach(result -> findings.add(nameOf(test, result.side()))));
        }
    }

    /** A finding as an author names it. A test that must not be done has none, on neither side: the refusal counts. */
    static String nameOf(CaseScript.Test test, CaseScript.@Nullable Side side) {
        String name = test.names().getFirst();
        if (test.caution().refusal() != null) {
            return name + ", not done";
        }
        return side == null ? name : name + ", " + wordOf(side);
    }

    static String wordOf(CaseScript.Side side) {
        return side == CaseScript.Side.LEFT ? "left" : "right";
    }

    void add(Exchange exchange) {
        exchange.topics().stream().filter(topics::contains).forEach(reachedTopics::add);
        exchange.findings().stream().filter(findings::contains).forEach(reachedFindings::add);
    }

    boolean hasTopic(String name) {
        return topics.contains(name);
    }

    boolean hasFinding(String name) {
        return findings.contains(name);
    }

    List<String> missingTopics() {
        return missing(topics, reachedTopics);
    }

    List<String> missingFindings() {
        return missing(findings, reachedFindings);
    }

    /** Two lines for the end of a rehearsal. */
    List<String> report() {
        return List.of(
                report("History", "topics", topics, reachedTopics),
                report("Examination", "findings", findings, reachedFindings));
    }

    private static String report(String part, String what, Set<String> all, Set<String> reached) {
        List<String> missing = missing(all, reached);
        return "%s: %d of %d %s reached.%s"
                .formatted(
                        part,
                        reached.size(),
                        all.size(),
                        what,
                        missing.isEmpty() ? "" : " Not reached: " + String.join("; ", missing) + ".");
    }

    private static List<String> missing(Collection<String> all, Set<String> reached) {
        return all.stream().filter(name -> !reached.contains(name)).toList();
    }
}
