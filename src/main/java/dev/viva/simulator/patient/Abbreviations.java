package dev.viva.simulator.patient;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes out what students abbreviate. */
final class Abbreviations {
    private static final Map<String, String> LONG = Map.ofEntries(
            Map.entry("meds", "medicines"),
            Map.entry("r u", "are you"),
            Map.entry("u", "you"),
            Map.entry("dob", "date of birth"),
            Map.entry("pmh", "past medical history"),
            Map.entry("dh", "medicines"),
            Map.entry("nok", "next of kin"),
            Map.entry("bp", "blood pressure"),
            Map.entry("hr", "heart rate"),
            Map.entry("rr", "breathing rate"),
            Map.entry("obs", "observations"),
            Map.entry("sats", "oxygen saturation"),
            Map.entry("spo2", "oxygen saturation"),
            Map.entry("temp", "temperature"),
            Map.entry("sob", "short of breath"),
            Map.entry("nprs", "pain score from zero to ten"),
            Map.entry("nrs", "pain score from zero to ten"),
            Map.entry("vas", "pain score from zero to ten"),
            Map.entry("agg", "aggravating"),
            Map.entry("aggs", "aggravating factors"),
            Map.entry("eases", "easing factors"),
            Map.entry("rom", "range of movement"),
            Map.entry("arom", "active range of movement"),
            Map.entry("prom", "passive range of movement"),
            Map.entry("slr", "straight leg raise"),
            Map.entry("tug", "timed up and go"),
            Map.entry("gtn", "spray under the tongue"),
            Map.entry("cxr", "chest x-ray"),
            Map.entry("bloods", "blood tests"),
            Map.entry("fbc", "blood tests"),
            Map.entry("loc", "loss of consciousness"),
            Map.entry("p&n", "pins and needles"),
            Map.entry("a&e", "emergency department"),
            Map.entry("wob", "breathing"),
            Map.entry("adls", "daily activities"),
            Map.entry("uti", "infection of the bladder"),
            Map.entry("cap refill", "capillary refill"),
            Map.entry("a and e", "emergency department"));
    /** Where a short form that is a word too, or another short form, stands for what students mean by it. */
    private static final Map<String, String> WHERE = Map.of(
            "tug", "(?-i:TUG)|tug(?= test\\b)",
            "prom", "(?-i:PROM)",
            "hr", "(?<!\\d |\\b(?:an|per|every|each) )hr(?! (?:department|manager|team|officer))",
            "eases", "(?<=^|\\b(?:any|aggs? and|and your) |[,/&] ?)eases(?! (?:it|this|that|the|your|off)\\b)",
            "sob", "(?<!\\b(?:do you|did you|to|ever|cry and|cry or) )sob",
            "temp", "temp(?! (?:job|work|worker|agency|contract)\\b)",
            "u", "u(?!-)",
            "a and e", "(?<!\\bvitamins? )a and e");

    private static final Pattern ANY = Pattern.compile(
            "(?<![\\w&])("
                    + LONG.keySet().stream()
                            .sorted()
                            .map(word -> WHERE.getOrDefault(word, Pattern.quote(word)))
                            .collect(Collectors.joining("|"))
                    + ")(?![\\w&])",
            Pattern.CASE_INSENSITIVE);

    private Abbreviations() {}

    static String writtenOut(String text) {
        return ANY.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        LONG.getOrDefault(found.group().toLowerCase(Locale.ROOT), found.group())));
    }
}
