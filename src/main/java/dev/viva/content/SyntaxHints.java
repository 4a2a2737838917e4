package dev.viva.content;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says what is wrong with a line that is not YAML, and what to do, to somebody who does not know YAML. */
final class SyntaxHints {
    private static final Pattern MEMBER = Pattern.compile("^\\s*(?:- )*[A-Za-z_]\\w*:(?:\\s+(?<text>.*))?$");
    private static final Pattern COLON = Pattern.compile(":(\\s|$)");
    private static final Pattern NO_SPACE = Pattern.compile("^\\s*(?:- )?[a-z_]+:[^\\s/].*");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\x85\\ufeff]");
    private static final String QUOTE = "put the text in quotes, or under >-";

    private final String problem;
    private final List<String> lines;
    private final int at;
    private final int opened;

    private SyntaxHints(MarkedYAMLException e, List<String> lines) {
        this.problem = Objects.requireNonNullElse(e.getProblem(), "");
        this.lines = lines;
        this.at = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
        Mark context = e.getContextMark();
        this.opened = context == null ? at : context.getLine();
    }

    static SyntaxException of(MarkedYAMLException e, List<String> lines) {
        return new SyntaxHints(e, lines).hint();
    }

    static int lineOfControlCharacter(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (CONTROL.matcher(lines.get(i)).find()) {
                return i + 1;
            }
        }
        return 0;
    }

    private SyntaxException hint() {
        if (indentedByTab(at)) {
            return at(at, "has a tab before its text: use spaces");
        }
        if (problem.startsWith("found unexpected end of stream")) {
            return at(opened, "opens a quote that is never closed");
        }
        // A text that goes on over several lines is judged by its first one.
        for (int line : new int[] {at, opened, at - 1}) {
            String reason = faultOf(line);
            if (reason != null) {
                return at(line, reason);
            }
        }
        if (problem.contains("',' or ']'") || problem.contains("',' or '}'")) {
            return at(opened, "opens a bracket that is never closed");
        }
        if (problem.contains("could not find expected ':'")) {
            return at(at, "is neither `member: text` nor the rest of a text: put a long text under >-, indented");
        }
        if (lacksDash(at)) {
            return at(
                    at,
                    "begins below a dash without one: write a dash before it if a new item begins here, or move it two"
                            + " spaces to the right if it belongs to the item above");
        }
        return at(
                at,
                "is not indented as the lines around it: members of one thing begin below each other, and what belongs"
                        + " to them two spaces further to the right");
    }

    private @Nullable String faultOf(int line) {
        String row = line >= 0 && line < lines.size() ? lines.get(line) : "";
        Matcher member = MEMBER.matcher(row);
        if (!member.matches()) {
            return NO_SPACE.matcher(row).matches() ? "has no space after the colon" : null;
        }
        String text = Objects.requireNonNullElse(member.group("text"), "").strip();
        return text.isEmpty() ? null : faultOfText(text);
    }

    private static @Nullable String faultOfText(String text) {
        char first = text.charAt(0);
        if ("@`%&*!|>".indexOf(first) >= 0 && !text.matches("[|>][-+]?")) {
            return "has a text that starts with %s, which means something else here: %s".formatted(first, QUOTE);
        }
        if (text.startsWith("- ")) {
            return "has a text that starts with a dash, which begins a list: " + QUOTE;
        }
        if ((first == '[' && text.indexOf(']') < 0) || (first == '{' && text.indexOf('}') < 0)) {
            return null;
        }
        if ((first == '[' && !text.endsWith("]")) || (first == '{' && !text.endsWith("}"))) {
            return "has a text that starts with %s, which begins a list: %s".formatted(first, QUOTE);
        }
        if (first == '\'') {
            return "has an apostrophe inside '…': write the text in double quotes, or the apostrophe twice";
        }
        if (first == '"') {
            return "goes on after its closing quote: write \\\" for a quote inside \"…\"";
        }
        return COLON.matcher(text).find() ? "has a text with a colon: " + QUOTE : null;
    }

    private boolean indentedByTab(int line) {
        return line < lines.size() && lines.get(line).matches(" *\\t.*");
    }

    /** Whether a member stands where the items of the list above it have their dashes. */
    private boolean lacksDash(int line) {
        if (line >= lines.size() || !MEMBER.matcher(lines.get(line)).matches()) {
            return false;
        }
        int indent = indentOf(lines.get(line));
        return lines.subList(0, line).reversed().stream()
                        .filter(above -> !above.isBlank() && indentOf(above) <= indent)
                        .findFirst()
                        .filter(above -> indentOf(above) == indent && above.startsWith("- ", indent))
                        .isPresent()
                && !lines.get(line).startsWith("- ", indent);
    }

    private static int indentOf(String row) {
        return row.length() - row.stripLeading().length();
    }

    private static SyntaxException at(int line, String reason) {
        return new SyntaxException(line + 1, "the line " + reason, null);
    }
}
