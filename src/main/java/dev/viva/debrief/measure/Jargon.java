package dev.viva.debrief.measure;

import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.language.Span;
import dev.viva.meaning.WordLists;
import dev.viva.model.Evidence;
import dev.viva.model.Measure;
import dev.viva.model.MeasureUnit;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of the trade that the student said and did not explain, in this line or the next two. */
final class Jargon {
    private static final List<Term> TERMS =
            WordLists.read(Jargon.class, "jargon.tsv").stream().map(Term::of).toList();
    private static final Pattern EXPLAINS = Pattern.compile(
            "\\b(?:that (?:is|means)|which (?:is|means)|it means|this means|in other words|in plain|what we call|we call|called"
                    + "|meaning|that's)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final int EXPLAINED_WITHIN = 2;
    private static final int MAX_NOTE = 1000;

    /** @param beginning in lower case, without which the pattern finds nothing */
    private record Term(String beginning, Pattern pattern, String lay) {
        static Term of(String line) {
            String[] parts = line.split("\t", -1);
            String word = Pattern.quote(parts[0].replace("*", "")) + (parts[0].endsWith("*") ? "[\\p{L}-]*" : "");
            return new Term(
                    parts[0].replace("*", "").toLowerCase(Locale.ROOT),
                    Pattern.compile("(?<![\\p{L}-])" + word + "(?![\\p{L}-])", Pattern.CASE_INSENSITIVE),
                    parts[1]);
        }
    }

    private Jargon() {}

    static Measure of(List<Turn> lines) {
        List<Turn> student =
                lines.stream().filter(line -> line.role() == Role.STUDENT).toList();
        List<Evidence> said = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        for (int i = 0; i < student.size(); i++) {
            String text = student.get(i).text();
            String lower = text.toLowerCase(Locale.ROOT);
            for (Term term : TERMS) {
                if (!lower.contains(term.beginning())) {
                    continue;
                }
                Matcher found = term.pattern().matcher(text);
                if (found.find() && !isExplained(student, i, term)) {
                    said.add(Quotes.of(student.get(i), new Span(found.start(), found.end())));
                    notes.add(found.group().toLowerCase(Locale.ROOT) + ": " + term.lay());
                }
            }
        }
        String note = String.join("; ", notes);
        return new Measure(
                "jargon",
                said.size(),
                MeasureUnit.COUNT,
                null,
                null,
                said.isEmpty() ? null : said.stream().limit(50).toList(),
                note.isEmpty() ? null : note.substring(0, Math.min(MAX_NOTE, note.length())));
    }

    private static boolean isExplained(List<Turn> student, int from, Term term) {
        return student.stream()
                .skip(from)
                .limit(1L + EXPLAINED_WITHIN)
                .map(Turn::text)
                .anyMatch(text -> EXPLAINS.matcher(text).find()
                        || text.toLowerCase(Locale.ROOT).contains(term.lay()));
    }
}
