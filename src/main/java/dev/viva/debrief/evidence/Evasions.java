package dev.viva.debrief.evidence;

import dev.viva.meaning.WordLists;
import java.util.regex.Pattern;

/** Whether an answer tells nothing: the patient did not follow, asks back, or will not say. */
public final class Evasions {
    private static final Pattern PHRASES = Pattern.compile("(?:(?:well|oh|er|um|uh|ah|hm|no|yes|erm) )*(?:"
            + String.join("|", WordLists.read(Evasions.class, "evasions.txt")) + ")");

    private Evasions() {}

    /** Whether every sentence of a line evades, or the line has none. */
    public static boolean evades(Line line) {
        return line.sentences().stream()
                .allMatch(sentence -> PHRASES.matcher(sentence.plain()).matches());
    }
}
