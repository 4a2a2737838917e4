package dev.viva.content;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file although parts of it are not YAML: the item or member with the fault is left out, and the rest is read
 * again, so that an author sees all faults at once.
 */
public final class SourceReader {
    /** A file with more faults is not worth guessing. */
    private static final int MAX_FAULTS = 20;

    private static final Pattern TOP = Pattern.compile("^[^\\s#-].*");
    private static final Pattern INVISIBLE_BREAK = Pattern.compile("[\\x{85}\\x{2028}\\x{2029}]");
    private static final Pattern ITEM = Pattern.compile("^( *)- .*");

    /**
     * @param source what could be read; empty when nothing could
     * @param leftOut the members at the top of the file in which a fault was
     */
    public record Reading(Optional<Source> source, Set<String> leftOut) {}

    private SourceReader() {}

    /** What can be read of the file. Each fault is added to the findings. */
    public static Reading read(ContentFile file, List<Finding> findings) {
        List<String> lines = withoutInvisibleBreaks(file, findings);
        Set<String> leftOut = new LinkedHashSet<>();
        for (int faults = 0; faults < MAX_FAULTS; faults++) {
            var own = new ArrayList<Finding>();
            try {
                Source source = YamlReader.read(file, lines, own);
                findings.addAll(own);
                return new Reading(Optional.of(source), leftOut);
            } catch (SyntaxException e) {
                findings.add(Finding.atLine(file.name(), e.line, e.reason()));
                if (e.line == 0 || !leaveOut(lines, e.line - 1, leftOut)) {
                    break;
                }
            }
        }
        return new Reading(Optional.empty(), leftOut);
    }

    /** The file's lines. A YAML parser would break them where neither an editor nor this reader does. */
    private static List<String> withoutInvisibleBreaks(ContentFile file, List<Finding> findings) {
        List<String> lines = new ArrayList<>(file.text().lines().toList());
        for (int i = 0; i < lines.size(); i++) {
            Matcher found = INVISIBLE_BREAK.matcher(lines.get(i));
            if (found.find()) {
                String reason = "the line contains an invisible line break (U+%04X): delete it";
                findings.add(Finding.atLine(
                        file.name(), i + 1, reason.formatted((int) found.group().charAt(0))));
                lines.set(i, found.replaceAll(" "));
            }
        }
        return lines;
    }

    /** Blanks the list item around the line, else the member at the top; false when that changes nothing. */
    private static boolean leaveOut(List<String> lines, int fault, Set<String> leftOut) {
        int at = Math.min(fault, lines.size() - 1);
        int top = at;
        while (top > 0 && !TOP.matcher(lines.get(top)).matches()) {
            top--;
        }
        int first = firstOfItem(lines, top, at);
        int from = first < 0 ? top : first;
        int indent = first < 0 ? 0 : lines.get(first).indexOf('-');
        int to = from + 1;
        while (to < lines.size() && (lines.get(to).isBlank() || indent(lines.get(to)) > indent)) {
            to++;
        }
        boolean changed = false;
        leftOut.add(lines.get(top).split(":", 2)[0].strip());
        for (int i = from; i < Math.max(to, at + 1); i++) {
            changed |= !lines.get(i).isBlank();
            lines.set(i, "");
        }
        return changed;
    }

    /** The line on which the outermost list item around the fault begins; -1 when it is in no list. */
    private static int firstOfItem(List<String> lines, int top, int at) {
        int item = -1;
        int outermost = Integer.MAX_VALUE;
        for (int i = top + 1; i <= at; i++) {
            var matcher = ITEM.matcher(lines.get(i));
            if (matcher.matches() && matcher.group(1).length() <= outermost) {
                outermost = matcher.group(1).length();
                item = i;
            }
        }
        return item;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
