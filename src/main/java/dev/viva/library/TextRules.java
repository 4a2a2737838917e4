package dev.viva.library;

import com.google.common.base.CharMatcher;
import dev.viva.content.Document;
import dev.viva.content.Finding;
import dev.viva.content.TextWalk;
import dev.viva.model.HistoryTopic;
import dev.viva.model.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What an author's texts must not have: words to the model, markup, stage directions, the wrong side, curly quotes. */
final class TextRules implements ContentRule {
    private static final Pattern TO_MODEL = Pattern.compile("""
            (?ixm) (^ | [.!?:;,"'(-]\\s* | \\b(please|now|then|must|should)\\s+) (ignore|disregard|forget|override)\\b .{0,20}
              \\b((all|any|every|the|these|those|your|previous|prior|earlier|above|system)\\b .{0,20}
              \\b(rule|instruction|prompt)s?\\b
              | (rule|instruction|prompt)s?\\ (above|before)\\b)
            | \\b(and|just|on|to)\\s+(ignore|disregard|forget|override)\\b .{0,20}
              \\b(previous|prior|earlier|above|system)\\b .{0,20} \\b(rule|instruction|prompt)s?\\b
            | \\bsystem\\ prompt\\b | \\blanguage\\ model\\b | \\bas\\ an\\ ai\\b | \\byou\\ are\\ (now\\ )?(chatgpt\\b | an?\\ ai\\b
              | an?\\ assistant\\b (?! [\\ -](?!(who|that|which|and|for|with|to|of|in|on|now)\\b)\\p{L}))
            """);
    /** Each match of {@link #TO_MODEL} has one of these: most texts have none, and are not searched any further. */
    private static final List<String> IN_TO_MODEL =
            List.of("rule", "instruction", "prompt", "language model", "as an ai", "you are");

    private static final Pattern MARKUP =
            Pattern.compile("</?[a-zA-Z!][^>]*>|\\{\\{|\\[MEDIA:|\\]\\(http|^#{1,6} |\\*\\*", Pattern.MULTILINE);
    /** The same for {@link #MARKUP}. */
    private static final CharMatcher IN_MARKUP = CharMatcher.anyOf("<{[]#*");

    private static final Pattern STAGE =
            Pattern.compile("(^|\\s)\\*[^*\\s][^*]*\\*|\\[[a-z][^\\]]*\\]|\\([a-z]+s\\b[^)]*\\)");
    private static final Pattern CURLY = Pattern.compile("[\u201c\u201d\u201e\u2018\u201a]|(?<![\\p{L}])\u2019");
    /** The same for {@link #CURLY}. */
    private static final CharMatcher IN_CURLY = CharMatcher.anyOf("\u201c\u201d\u201e\u2018\u201a\u2019");

    private static final Pattern MINUTES = Pattern.compile("You have (?:about )?[\\w-]+ minutes");

    private static final Pattern SIDE = Pattern.compile("\\b(left|right)\\b");
    /** "All right", "right away" and "right-handed" are no sides. */
    private static final Pattern NO_SIDE = Pattern.compile(
            "(^|[.!?] )right\\b|\\ball right\\b|\\bright (away|now|after|before|then|up|down|through|there|here|at|in)\\b"
                    + "|\\b(left|right)[- ]hand(ed)?\\b|\\bthat's right\\b|\\b(has|have|had|is|was|are|were|i|he|she|we|they) left\\b"
                    + "|\\bleft (it|me|him|her|us|them|the|my|behind|over|out|alone|for|home|off)\\b");

    private static final Set<String> SPOKEN = Set.of("main-problem", "where", "how-it-started");

    @Override
    public void check(Documents documents, Consumer<Finding> findings) {
        documents.personas().forEach(persona -> texts(persona, findings));
        documents.scenarios().forEach(scenario -> {
            texts(scenario, findings);
            sides(scenario, findings);
            minutes(scenario, findings);
        });
    }

    private static void texts(Document<?> document, Consumer<Finding> findings) {
        TextWalk.visit(document.source().tree(), (pointer, text) -> {
            boolean scenario = document.value() instanceof Scenario;
            boolean faculty = scenario ? LeakRules.isForFaculty(pointer) : pointer.equals("/faculty_notes");
            if (IN_CURLY.matchesAnyOf(text) && CURLY.matcher(text).find()) {
                findings.accept(document.warning(
                        pointer, "contains curly quotes, as word processors write them: use straight ones (\" or ')"));
            }
            if (faculty) {
                return;
            }
            if (!LeakRules.isOfStudent(pointer) && speaksToModel(text)) {
                findings.accept(document.error(
                        pointer, "speaks to the machine behind the patient: write what the patient knows or says"));
            }
            if (IN_MARKUP.matchesAnyOf(text) && MARKUP.matcher(text).find()) {
                findings.accept(document.error(pointer, "contains markup: write plain text"));
            } else if (isSpoken(pointer) && STAGE.matcher(text).find()) {
                findings.accept(
                        document.warning(
                                pointer,
                                "contains a stage direction: write what is said alone; manner belongs in affect or pain_behaviour"));
            }
        });
    }

    private static boolean speaksToModel(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return IN_TO_MODEL.stream().anyMatch(lower::contains)
                && TO_MODEL.matcher(text).find();
    }

    private static boolean isSpoken(String pointer) {
        return pointer.endsWith("/reply") || pointer.endsWith("_line");
    }

    /** Other texts that say what is wrong must name the side of the opening line. */
    private static void sides(Document<Scenario> document, Consumer<Finding> findings) {
        Scenario scenario = document.value();
        Optional<String> side = side(scenario.openingLine());
        if (side.isEmpty()) {
            return;
        }
        check(document, "/title", scenario.title(), side.get(), findings);
        check(document, "/briefing", scenario.briefing(), side.get(), findings);
        check(document, "/task", scenario.task(), side.get(), findings);
        check(document, "/closing_line", scenario.closingLine(), side.get(), findings);
        List<HistoryTopic> topics = scenario.subjective();
        for (int i = 0; i < topics.size(); i++) {
            String like = topics.get(i).like();
            if (i == 0 || (like != null && SPOKEN.contains(like))) {
                check(document, "/subjective/" + i + "/reply", topics.get(i).reply(), side.get(), findings);
            }
        }
    }

    private static void check(
            Document<Scenario> document, String pointer, String text, String side, Consumer<Finding> findings) {
        side(text)
                .filter(other -> !other.equals(side))
                .ifPresent(other -> findings.accept(
                        document.warning(pointer, "says %s, but the opening_line says %s".formatted(other, side))));
    }

    /** The side that a text names; empty when it names none or both. */
    private static Optional<String> side(String text) {
        String plain = NO_SIDE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
        List<String> sides = SIDE.matcher(plain)
                .results()
                .map(match -> match.group())
                .distinct()
                .toList();
        return sides.size() == 1 ? Optional.of(sides.getFirst()) : Optional.empty();
    }

    /** How long students have depends on the deployment and on their class. */
    private static void minutes(Document<Scenario> document, Consumer<Finding> findings) {
        if (MINUTES.matcher(document.value().briefing()).find()) {
            findings.accept(document.warning(
                    "/briefing", "says how many minutes there are: leave that to the page, which knows who has more"));
        }
    }
}
