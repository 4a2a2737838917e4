package dev.viva.debrief.fidelity;

import dev.viva.debrief.language.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,4}");
    private static final Map<String, Long> UNITS = Map.of(
            "minute", 1L, "hour", 60L, "day", 1_440L, "night", 1_440L, "week", 10_080L, "month", 43_800L, "year",
            525_600L);
    private static final Set<String> WEEKDAYS =
            Set.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private static final Set<String> DATING = Set.of("last", "this", "that", "next", "every", "each", "other");
    private static final Set<String> JOINING = Set.of("or", "to");
    /** Between a unit and another number of it. */
    private static final Set<String> AFTER = Set.of("ago", "back", "or", "maybe", "perhaps", "to", "even", "no");

    private static final Set<String> ARTICLES = Set.of("a", "an");
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
            Long unit = unit(word);
            boolean perDay = i > 1 && word.equals("day") && words.get(i - 1).equals("a");
            if (unit != null && !perDay && !isDate(words, i) && number(words, i) != null) {
                numbers(words, i).forEach(one -> minutes.add(unit * one));
            } else if (word.equals("times") && number(words, i) != null) {
                times.addAll(numbers(words, i));
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

    /** All numbers of a unit: "five or ten minutes", "two years ago, or three", "two times, three". */
    private static List<Long> numbers(List<String> words, int unit) {
        List<Long> numbers = new ArrayList<>();
        int first = unit;
        for (int at = unit - 1; at >= Math.max(0, unit - 3); at--) {
            Long number = number(words.get(at));
            if (number != null) {
                numbers.add(number);
                first = at;
                break;
            }
        }
        int before = first > 0 && JOINING.contains(words.get(first - 1)) ? first - 2 : first - 1;
        addNumber(words, before, numbers);
        int after = unit + 1;
        while (after < words.size() && AFTER.contains(words.get(after))) {
            after++;
        }
        boolean ofOther = after + 1 < words.size()
                && (unit(words.get(after + 1)) != null || words.get(after + 1).equals("times"));
        if (!ofOther) {
            addNumber(words, after, numbers);
        }
        return numbers;
    }

    private static void addNumber(List<String> words, int at, List<Long> numbers) {
        Long number = at < 0 || at >= words.size() || ARTICLES.contains(words.get(at)) ? null : number(words.get(at));
        if (number != null) {
            numbers.add(number);
        }
    }

    private static @Nullable Long unit(String word) {
        return UNITS.get(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
    }

    private static @Nullable Long number(String word) {
        return DIGITS.matcher(word).matches() ? Long.valueOf(word) : NUMBERS.get(word);
    }

    /** The number before a unit, with up to two words between: "six days", "a couple of weeks", "two more years". */
    private static @Nullable Long number(List<String> words, int unit) {
        for (int at = unit - 1; at >= Math.max(0, unit - 3); at--) {
            Long number = number(words.get(at));
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
