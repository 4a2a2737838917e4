package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long and how often, as sentences say it.
 *
 * @param minutes durations
 * @param times counts, such as "twice"
 * @param daily how many a day
 * @param weekdays days by name
 */
record Quantities(List<Long> minutes, List<Long> times, List<Long> daily, Set<String> weekdays) {
    private static final Map<String, Long> NUMBERS = new HashMap<>();
    private static final Map<String, Long> UNITS = Map.of(
            "minute", 1L, "hour", 60L, "day", 1_440L, "night", 1_440L, "week", 10_080L, "month", 43_800L, "year",
            525_600L);
    private static final Set<String> WEEKDAYS =
            Set.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private static final Set<String> DATING = Set.of("last", "this", "that", "next", "every", "each", "other");
    /** What people call the same may differ by this much, in per cent. */
    private static final int TOLERANCE = 135;

    static {
        String[] words =
                ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                                + " seventeen eighteen nineteen twenty")
                        .split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            NUMBERS.put(words[i], (long) i);
        }
        NUMBERS.putAll(Map.of("thirty", 30L, "forty", 40L, "fifty", 50L, "sixty", 60L, "ninety", 90L, "hundred", 100L));
        NUMBERS.putAll(Map.of("a", 1L, "an", 1L, "couple", 2L, "few", 3L, "dozen", 12L));
    }

    /** @param words of a text, by {@link Words#of} */
    static Quantities of(List<String> words) {
        List<Long> minutes = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        List<Long> daily = new ArrayList<>();
        Set<String> weekdays = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            Long unit = UNITS.get(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
            Long number = i == 0 ? null : number(words, i);
            boolean perDay = i > 1 && word.equals("day") && words.get(i - 1).equals("a");
            if (unit != null && number != null && !perDay && !isDate(words, i)) {
                minutes.add(unit * number);
            } else if (word.equals("times") && number != null) {
                times.add(number);
            } else if (word.equals("twice")) {
                times.add(2L);
            } else if (WEEKDAYS.contains(word)) {
                weekdays.add(word);
            } else if ((perDay || i > 0 && word.equals("daily")) && number(words, i - 1) != null) {
                daily.add(number(words, i - 1));
            }
        }
        return new Quantities(minutes, times, daily, weekdays);
    }

    /** "Last night", "twenty years old": no length of time. */
    private static boolean isDate(List<String> words, int unit) {
        return unit > 0 && DATING.contains(words.get(unit - 1))
                || unit + 1 < words.size() && words.get(unit + 1).equals("old");
    }

    /** The number before a unit, with up to two words between: "six days", "a couple of weeks", "two more years". */
    private static @Nullable Long number(List<String> words, int unit) {
        for (int at = unit - 1; at >= Math.max(0, unit - 3); at--) {
            String word = words.get(at);
            Long number = word.matches("[0-9]{1,4}") ? Long.valueOf(word) : NUMBERS.get(word);
            if (number != null) {
                return number;
            }
        }
        return null;
    }

    /** Whether both say how long, or how often, and nothing agrees. */
    boolean contradicts(Quantities other) {
        return differ(minutes, other.minutes)
                || differ(times, other.times)
                || differ(daily, other.daily)
                || !weekdays.isEmpty() && !other.weekdays.isEmpty() && Collections.disjoint(weekdays, other.weekdays);
    }

    /** Whether they share a time or a number. */
    boolean agrees(Quantities other) {
        return agree(minutes, other.minutes)
                || agree(times, other.times)
                || agree(daily, other.daily)
                || !Collections.disjoint(weekdays, other.weekdays);
    }

    private static boolean agree(List<Long> some, List<Long> others) {
        return !some.isEmpty() && !others.isEmpty() && !differ(some, others);
    }

    private static boolean differ(List<Long> some, List<Long> others) {
        return !some.isEmpty()
                && !others.isEmpty()
                && some.stream().noneMatch(one -> others.stream().anyMatch(other -> near(one, other)));
    }

    private static boolean near(long one, long other) {
        return Math.max(one, other) * 100 <= Math.min(one, other) * TOLERANCE;
    }
}
