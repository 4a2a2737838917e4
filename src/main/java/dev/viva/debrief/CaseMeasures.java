package dev.viva.debrief;

import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Line;
import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.evidence.Telling;
import dev.viva.debrief.evidence.Topic;
import dev.viva.library.DiagnosisNames;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.Measure;
import dev.viva.model.MeasureUnit;
import dev.viva.model.RedFlag;
import dev.viva.model.Turn;
import dev.viva.patient.CasePair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Figures that need the case: how much of it was reached, when the first danger was screened. */
final class CaseMeasures {
    /** These tell a student more than the encounter has shown. */
    static final Set<String> FOR_FACULTY = Set.of(
            "diagnosis_named", "red_flags_screened", "first_red_flag_order", "first_red_flag_time", "history_told");

    private static final int MAX_EVIDENCE = 50;
    private static final int TEN_MINUTES = 600;

    /** @param order as which of all topics it was told */
    private record First(int order, Telling telling) {}

    private CaseMeasures() {}

    static List<Measure> of(
            Conversation conversation,
            List<Line> lines,
            CasePair pair,
            Disclosures disclosures,
            List<DebriefItem> items) {
        List<Measure> measures = new ArrayList<>();
        measures.add(share("history_told", items, DebriefKind.HISTORY));
        if (items.stream().anyMatch(item -> isOf(item, DebriefKind.RED_FLAG))) {
            measures.add(share("red_flags_screened", items, DebriefKind.RED_FLAG));
        }
        measures.add(count(
                "tests_done",
                conversation.tests().stream()
                        .filter(test -> test.examination().outcome() == ExaminationOutcome.FOUND)
                        .count()));
        measures.add(count(
                "tests_not_in_case",
                conversation.tests().stream()
                        .filter(test -> test.examination().outcome() == ExaminationOutcome.NOT_IN_CASE)
                        .count()));
        addDensity(measures, conversation.lines(), items);
        addFirstRedFlag(measures, conversation.lines(), pair, disclosures);
        measures.add(diagnosisNamed(lines, pair));
        return measures;
    }

    private static Measure share(String id, List<DebriefItem> items, DebriefKind kind) {
        List<DebriefItem> all = items.stream().filter(item -> isOf(item, kind)).toList();
        int met = (int)
                all.stream().filter(item -> item.result() == DebriefResult.MET).count();
        int percent = all.isEmpty() ? 0 : (200 * met + all.size()) / (2 * all.size());
        return new Measure(id, percent, MeasureUnit.PERCENT, met, all.size(), null, null);
    }

    private static boolean isOf(DebriefItem item, DebriefKind kind) {
        return item.kind() == kind && item.result() != DebriefResult.NOT_APPLICABLE;
    }

    private static Measure count(String id, long value) {
        return measure(id, value, MeasureUnit.COUNT, List.of());
    }

    private static Measure measure(String id, long value, MeasureUnit unit, List<Evidence> evidence) {
        return new Measure(id, (int) Math.max(0, value), unit, null, null, evidence.isEmpty() ? null : evidence, null);
    }

    /** Coverage alone would reward firing questions: how many topics in ten minutes stands beside it. */
    private static void addDensity(List<Measure> measures, List<Turn> lines, List<DebriefItem> items) {
        long told = items.stream()
                .filter(item -> item.kind() == DebriefKind.HISTORY && item.result() == DebriefResult.MET)
                .count();
        long seconds = lines.isEmpty() ? 0 : seconds(lines.getFirst(), lines.getLast());
        if (seconds > 0) {
            measures.add(count("topics_in_ten_minutes", told * TEN_MINUTES / seconds));
        }
    }

    private static long seconds(Turn from, Turn to) {
        Instant begin = Conversation.at(from);
        return Duration.between(begin, Conversation.at(to)).toSeconds();
    }

    /** The first danger that was screened: as which of the topics that were surely heard, and when. */
    private static void addFirstRedFlag(
            List<Measure> measures, List<Turn> lines, CasePair pair, Disclosures disclosures) {
        Map<String, First> told = firsts(disclosures);
        pair.scenario().redFlags().stream()
                .flatMap(flag -> screened(flag, told).stream())
                .min(Comparator.comparingInt(First::order))
                .ifPresent(first -> {
                    Turn line = first.telling().exchange().answer().turn();
                    List<Evidence> quote =
                            List.of(Quotes.of(line, first.telling().quote()));
                    measures.add(measure("first_red_flag_order", first.order(), MeasureUnit.COUNT, quote));
                    measures.add(measure(
                            "first_red_flag_time", seconds(lines.getFirst(), line), MeasureUnit.SECONDS, quote));
                });
    }

    /** By title, when each topic was surely heard first. */
    private static Map<String, First> firsts(Disclosures disclosures) {
        Set<Topic> topics = new HashSet<>();
        Map<String, First> told = new HashMap<>();
        for (Telling telling : disclosures.tellings()) {
            if (telling.sure() && telling.heard() && topics.add(telling.topic())) {
                told.putIfAbsent(telling.topic().title(), new First(topics.size(), telling));
            }
        }
        return told;
    }

    /** What completes the screening of a danger: the first of its topics, or the last where it needs all of them. */
    private static Optional<First> screened(RedFlag flag, Map<String, First> told) {
        List<First> covering = flag.coveredBy().stream()
                .flatMap(topic -> Optional.ofNullable(told.get(topic)).stream())
                .sorted(Comparator.comparingInt(First::order))
                .toList();
        boolean all = Boolean.TRUE.equals(flag.all());
        if (covering.isEmpty() || all && covering.size() < flag.coveredBy().size()) {
            return Optional.empty();
        }
        return Optional.of(all ? covering.getLast() : covering.getFirst());
    }

    /** Where the student said the diagnosis by its name, its short form or one of its aliases. */
    private static Measure diagnosisNamed(List<Line> lines, CasePair pair) {
        DiagnosisNames names = DiagnosisNames.of(pair.scenario());
        List<Turn> said = lines.stream()
                .filter(Line::isStudents)
                .map(Line::turn)
                .filter(turn -> names.in(turn.text()).isPresent())
                .toList();
        List<Evidence> shown = said.stream().limit(MAX_EVIDENCE).map(Quotes::of).toList();
        return measure("diagnosis_named", said.size(), MeasureUnit.COUNT, shown);
    }
}
