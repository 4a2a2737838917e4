package dev.viva.debrief.measure;

import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.language.Sentences;
import dev.viva.debrief.language.Span;
import dev.viva.debrief.language.Words;
import dev.viva.meaning.WordLists;
import dev.viva.model.Evidence;
import dev.viva.model.Measure;
import dev.viva.model.MeasureUnit;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words of the trade that the student said and did not explain: by a lay word in this line or the next two, or by "that
 * means" in the same sentence or the next one. A word that the patient used before, or has in the case, is the patient's
 * own.
 */
final class Jargon {
    private static final List<Term> TERMS =
            WordLists.read(Jargon.class, "jargon.tsv").stream().map(Term::of).toList();
    private static final String MEANS =
            "(?:(?:that|which|it|this) (?:just |basically |simply )?means|meaning|in other words|in plain|i mean)\\b";
    /** "That is helpful" explains nothing. */
    private static final String JUDGES =
            "(?:fine|ok|okay|all|alright|good|great|helpful|useful|right|correct|not|it|why|what|lovely|interesting|clear"
                    + "|enough|important|true|bad|better|worse|normal|common|nice|brilliant|perfect|wonderful|very|so|really|quite|too"
                    + "|been|under|there|here|still|now|getting|going|coming|bothering|causing|spreading|lasting|worsening|limiting|stopping"
                    + "|a (?:good|great|relief|shame|pity|lot|long|big|bit|new|normal|common|really|very|recent|regular|constant|sudden))\\b";

    private static final Pattern BEFORE = Pattern.compile(
            "\\b(?:(?:we|they|doctors|people|physios) (?:\\w+ )?call|called|known as)(?: it)?(?: (?:a|an|the|your))?(?: \\w+)?$");
    private static final Pattern AFTER =
            Pattern.compile("^(?:\\w+ ){0,3}(?:" + MEANS + "|(?:that|which) is (?!" + JUDGES + ")\\w)");
    private static final Pattern NEXT = Pattern.compile("^(?:(?:so|and|well|okay|ok|sorry|oh|or) )*(?:" + MEANS
            + "|(?:that|it|this|which) is (?:just |basically |simply )?(?!" + JUDGES
            + ")(?:a|an|when|where|how|if|like|another|what we)\\b)");
    /** Who says so does not have the word: "I don't know what vertigo means", but "I don't know why I get vertigo". */
    private static final Pattern UNKNOWN = Pattern.compile(
            "\\bwhat\\b.*\\b(?:means?|meant)\\b|\\bwhat (?:\\w+ ){1,4}(?:is|are)(?: (?:sorry|doctor|exactly))*$"
                    + "|\\bnot (?:\\w+ )?(?:know|understand|follow) (?:the|that|this) (?:word|term)\\b");
    /** Stands before a word that one asks for, or does not know. */
    private static final Pattern BEFORE_UNKNOWN = Pattern.compile(
            "\\b(?:what (?:is|are)|(?:not|never) (?:\\w+ ){0,2}?(?:know|knew|understand|understood|follow|heard)(?: of| about)?)"
                    + "(?: (?:a|an|the|this|that|any))?$");

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

        Stream<Span> in(String text) {
            if (!text.toLowerCase(Locale.ROOT).contains(beginning)) {
                return Stream.empty();
            }
            return pattern.matcher(text).results().map(found -> new Span(found.start(), found.end()));
        }
    }

    /** Where a text has a term. */
    private record Found(Term term, Span span) {
        /** In the order of the list, and of each term the first. A term within a longer one is no term of its own. */
        static List<Found> in(String text) {
            List<Found> all = TERMS.stream()
                    .flatMap(term -> term.in(text).map(span -> new Found(term, span)))
                    .toList();
            Set<Term> terms = new HashSet<>();
            return all.stream()
                    .filter(one -> all.stream().noneMatch(one::isWithin) && terms.add(one.term()))
                    .toList();
        }

        private boolean isWithin(Found other) {
            return other.span.start() <= span.start() && span.end() <= other.span.end() && !other.span.equals(span);
        }
    }

    private Jargon() {}

    /** @param replies what the patient of the case may say */
    static Measure of(List<Turn> lines, List<String> replies) {
        List<Turn> student =
                lines.stream().filter(line -> line.role() == Role.STUDENT).toList();
        Set<Term> patients = new HashSet<>();
        replies.forEach(reply -> addUsed(patients, reply));
        List<Evidence> said = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        int at = 0;
        for (Turn line : lines) {
            if (line.role() != Role.STUDENT) {
                addUsed(patients, line.text());
                continue;
            }
            for (Found found : Found.in(line.text())) {
                Term term = found.term();
                if (!patients.contains(term)
                        && !isInLayWords(student, at, term)
                        && !isExplained(student, at, found.span())) {
                    said.add(Quotes.of(line, found.span()));
                    notes.add(found.span().of(line.text()).toLowerCase(Locale.ROOT) + ": " + term.lay());
                }
            }
            at++;
        }
        return measure(said, notes);
    }

    /** The terms that somebody uses, and neither only asks about nor does not know. */
    private static void addUsed(Set<Term> terms, String text) {
        Sentences.of(text).stream()
                .map(sentence -> sentence.of(text))
                .filter(sentence -> !sentence.endsWith("?"))
                .forEach(sentence -> TERMS.stream()
                        .filter(term -> term.in(sentence)
                                .findFirst()
                                .filter(found -> isKnown(sentence, found))
                                .isPresent())
                        .forEach(terms::add));
    }

    private static boolean isKnown(String sentence, Span term) {
        return !UNKNOWN.matcher(plain(sentence)).find()
                && !BEFORE_UNKNOWN
                        .matcher(plain(sentence.substring(0, term.start())))
                        .find();
    }

    private static Measure measure(List<Evidence> said, Set<String> notes) {
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

    private static boolean isInLayWords(List<Turn> student, int from, Term term) {
        return student.stream()
                .skip(from)
                .limit(1L + EXPLAINED_WITHIN)
                .anyMatch(line -> line.text().toLowerCase(Locale.ROOT).contains(term.lay()));
    }

    /** Whether the words that stand beside a term say what it means. */
    private static boolean isExplained(List<Turn> student, int at, Span term) {
        String text = student.get(at).text();
        List<Span> sentences = Sentences.of(text);
        Span own = sentences.stream()
                .filter(sentence -> sentence.start() <= term.start() && term.start() < sentence.end())
                .findFirst()
                .orElse(Span.all(text));
        String next = sentences.stream()
                .filter(sentence -> sentence.start() >= own.end())
                .findFirst()
                .map(sentence -> sentence.of(text))
                .or(() -> student.stream().skip(at + 1L).findFirst().map(Jargon::firstSentence))
                .orElse("");
        return BEFORE.matcher(plain(text.substring(own.start(), term.start()))).find()
                || AFTER.matcher(plain(text.substring(term.end(), Math.max(term.end(), own.end()))))
                        .find()
                || NEXT.matcher(plain(next)).find();
    }

    private static String firstSentence(Turn line) {
        return Sentences.of(line.text()).stream()
                .findFirst()
                .map(sentence -> sentence.of(line.text()))
                .orElse("");
    }

    /** Without marks, so that an apostrophe of any kind is the same. */
    private static String plain(String text) {
        return String.join(" ", Words.of(text));
    }
}
