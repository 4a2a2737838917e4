package dev.viva.cohort;

import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.ItemCell;
import dev.viva.model.ItemColumn;
import dev.viva.model.ItemMatrix;
import dev.viva.model.ItemRow;
import dev.viva.session.Session;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Students by the items of a case's debriefs. No row is summed up: no student is ranked by a figure that no person gave.
 */
final class ItemView {
    /** The others are proposals, which nobody has confirmed. */
    private static final Set<DebriefKind> SHOWN =
            EnumSet.of(DebriefKind.HISTORY, DebriefKind.EXAMINATION, DebriefKind.RED_FLAG, DebriefKind.GATE);

    private final Function<Session, List<DebriefItem>> debriefs;
    private final SideBySide sideBySide;

    /** @param debriefs the items of a session's debrief, whose evidence is not needed */
    ItemView(Function<Session, List<DebriefItem>> debriefs, SideBySide sideBySide) {
        this.debriefs = debriefs;
        this.sideBySide = sideBySide;
    }

    /** @param encounters with one case, newest first; of these the first 60 are read */
    ItemMatrix of(String group, String scenarioId, List<Session> encounters, Students all) {
        var columns = new LinkedHashMap<String, Column>();
        var students = byStudent(encounters, all).values();
        List<Session> latest = students.stream().map(List::getFirst).toList();
        List<Integer> counts = students.stream().map(List::size).toList();
        List<List<DebriefItem>> rows = sideBySide.of(latest, this::items);
        rows.forEach(items -> items.forEach(item ->
                columns.computeIfAbsent(item.id(), id -> new Column(item)).count(item.result())));
        var order = List.copyOf(columns.keySet());
        return new ItemMatrix(
                group,
                scenarioId,
                columns.values().stream().map(Column::view).toList(),
                rows(order, rows, counts),
                encounters.size() > GroupResource.MAX_DEBRIEFS);
    }

    /** The order of the students says nothing about them, and is another one in each answer. */
    private static Map<String, List<Session>> byStudent(List<Session> encounters, Students all) {
        var students = new TreeMap<String, List<Session>>();
        encounters.stream()
                .limit(GroupResource.MAX_DEBRIEFS)
                .forEach(session -> students.computeIfAbsent(all.key(session), student -> new ArrayList<>())
                        .add(session));
        return students;
    }

    private List<DebriefItem> items(Session session) {
        return debriefs.apply(session).stream()
                .filter(item -> SHOWN.contains(item.kind()) && item.result() != DebriefResult.NOT_APPLICABLE)
                .toList();
    }

    private static List<ItemRow> rows(List<String> order, List<List<DebriefItem>> students, List<Integer> encounters) {
        var rows = new ArrayList<ItemRow>();
        for (int i = 0; i < students.size(); i++) {
            var results = new LinkedHashMap<String, DebriefResult>();
            students.get(i).forEach(item -> results.put(item.id(), item.result()));
            List<ItemCell> cells = order.stream()
                    .filter(results::containsKey)
                    .map(id -> new ItemCell(id, results.get(id)))
                    .toList();
            rows.add(new ItemRow(i + 1, encounters.get(i), cells));
        }
        return rows;
    }

    /** An item, and how many students have each result. */
    private static final class Column {
        private final DebriefItem item;
        private int met;
        private int notMet;
        private int unclear;

        Column(DebriefItem item) {
            this.item = item;
        }

        void count(DebriefResult result) {
            switch (result) {
                case MET -> met++;
                case NOT_MET -> notMet++;
                case UNCLEAR -> unclear++;
                case NOT_APPLICABLE -> {}
            }
        }

        ItemColumn view() {
            return new ItemColumn(item.id(), item.kind(), item.title(), item.side(), met, notMet, unclear);
        }
    }
}
