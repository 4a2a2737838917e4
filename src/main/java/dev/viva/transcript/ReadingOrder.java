package dev.viva.transcript;

import dev.viva.model.Turn;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * The reading order of a conversation. A line follows the line that it names as its predecessor, if that is stored.
 * Other lines are ordered by start time, then by arrival. So a student's line that is transcribed late still precedes
 * its answer.
 */
public final class ReadingOrder {
    private static final Comparator<Turn> BY_TIME =
            Comparator.comparing(ReadingOrder::startOf).thenComparing(Turn::seq);

    private ReadingOrder() {}

    public static List<Turn> of(List<Turn> turns) {
        var followers = new HashMap<String, List<Turn>>();
        var known = new HashSet<String>();
        turns.forEach(turn -> known.add(turn.itemId()));
        var firsts = new ArrayList<Turn>();
        for (Turn turn : turns) {
            String previous = turn.previousItemId();
            if (previous == null || !known.contains(previous)) {
                firsts.add(turn);
            } else {
                followers.computeIfAbsent(previous, id -> new ArrayList<>()).add(turn);
            }
        }
        var ordered = new ArrayList<Turn>(turns.size());
        walk(firsts, followers, ordered);
        if (ordered.size() < turns.size()) {
            addCircles(turns, ordered);
        }
        return ordered;
    }

    /** Depth first, without recursion: a conversation is one chain of any length. */
    private static void walk(List<Turn> firsts, HashMap<String, List<Turn>> followers, List<Turn> ordered) {
        var next = new ArrayDeque<Turn>();
        push(firsts, next);
        while (!next.isEmpty()) {
            Turn turn = next.pop();
            ordered.add(turn);
            push(followers.getOrDefault(turn.itemId(), List.of()), next);
        }
    }

    private static void push(List<Turn> turns, ArrayDeque<Turn> next) {
        turns.stream().sorted(BY_TIME.reversed()).forEach(next::push);
    }

    /** Lines that name each other in a circle have no first line. They come last, by time, so that none is lost. */
    private static void addCircles(List<Turn> turns, List<Turn> ordered) {
        var placed = new HashSet<>(ordered);
        turns.stream().filter(turn -> !placed.contains(turn)).sorted(BY_TIME).forEach(ordered::add);
    }

    private static Instant startOf(Turn turn) {
        Instant started = turn.startedAt();
        return started == null ? turn.createdAt() : started;
    }
}
