package dev.viva.library;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as a door card writes them. */
final class Numbers {
    static final Pattern MINUTES = Pattern.compile("You have (?:about )?([\\w-]+) minutes");

    private static final List<String> SMALL = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");
    private static final List<String> TENS = List.of("", "", "twenty", "thirty", "forty", "fifty", "sixty");

    private Numbers() {}

    static Optional<Integer> of(String word) {
        if (word.matches("\\d{1,3}")) {
            return Optional.of(Integer.valueOf(word));
        }
        String[] parts = word.toLowerCase(Locale.ROOT).split("-", 2);
        int tens = TENS.indexOf(parts[0]);
        int small = SMALL.indexOf(parts[parts.length - 1]);
        if (parts.length == 2) {
            return tens > 0 && small > 0 ? Optional.of(tens * 10 + small) : Optional.empty();
        }
        return tens > 0 ? Optional.of(tens * 10) : small >= 0 ? Optional.of(small) : Optional.empty();
    }
}
