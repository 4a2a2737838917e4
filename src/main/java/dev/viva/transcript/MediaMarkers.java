package dev.viva.transcript;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to what the patient shows. The model writes them as {@code [MEDIA:id]}; they are removed from the text
 * before anyone reads it. The client's package does the same.
 */
final class MediaMarkers {
    /** As many as a line may refer to. */
    private static final int MAX_IDS = 8;
    /** No marker is longer, with white space around its id. */
    private static final int MAX_MARKER = 200;

    private static final Pattern MARKER = Pattern.compile("\\[MEDIA:([^\\[\\]\\r\\n]*)]$", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNFINISHED =
            Pattern.compile("^\\[(?:M(?:E(?:D(?:I(?:A(?::[^\\[\\]\\r\\n]*)?)?)?)?)?)?$", Pattern.CASE_INSENSITIVE);
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,127}");

    private MediaMarkers() {}

    /**
     * A text without its markers.
     *
     * @param found whether there was any marker
     * @param ids what the markers name, each once
     */
    record Read(String text, boolean found, List<String> ids) {}

    static Read of(String text) {
        if (text.indexOf(']') < 0) {
            return new Read(text, false, List.of());
        }
        var kept = new StringBuilder(text.length());
        var ids = new LinkedHashSet<String>();
        boolean found = false;
        for (int i = 0; i < text.length(); i++) {
            kept.append(text.charAt(i));
            if (text.charAt(i) == ']') {
                // What was kept may have become a marker by the removal of another.
                found |= removeMarkerAtEnd(kept, ids);
            }
        }
        return new Read(kept.toString(), found, ids.stream().limit(MAX_IDS).toList());
    }

    /** What may be shown of a text that is still growing: no marker, and no beginning of one. */
    static String caption(String growing) {
        String text = of(growing).text();
        int last = text.lastIndexOf('[');
        boolean unfinished = last >= 0
                && text.length() - last < MAX_MARKER
                && UNFINISHED.matcher(text.substring(last)).find();
        return unfinished ? text.substring(0, withoutSpaces(text, last)) : text;
    }

    private static boolean removeMarkerAtEnd(StringBuilder kept, LinkedHashSet<String> ids) {
        int from = Math.max(0, kept.length() - MAX_MARKER);
        Matcher marker = MARKER.matcher(kept.substring(from));
        if (!marker.find()) {
            return false;
        }
        String id = marker.group(1).replaceAll("^[ \\t]+|[ \\t]+$", "");
        if (ID.matcher(id).matches()) {
            ids.add(id);
        }
        kept.setLength(withoutSpaces(kept, from + marker.start()));
        return true;
    }

    private static int withoutSpaces(CharSequence text, int end) {
        int at = end;
        while (at > 0 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at;
    }
}
