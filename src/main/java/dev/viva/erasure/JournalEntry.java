package dev.viva.erasure;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One erasure in the journal: an id and a time, and nothing that was said or who said it. */
record JournalEntry(String sessionId, Instant erasedAt) {
    private static final Pattern FORM =
            Pattern.compile("\\{\"session_id\":\"(ses_[A-Za-z0-9]{22})\",\"erased_at\":\"([0-9T:.Z-]{20,32})\"}");

    /** How a line of a journal reads. */
    enum Reading {
        ENTRY,
        /** The beginning of an entry: the process died while it wrote it, before anyone was answered. */
        CUT_OFF,
        DAMAGED
    }

    /** @param entry null unless the line is one */
    record Line(Reading reading, @Nullable JournalEntry entry) {}

    /** The entry as a line, without its end. */
    String line() {
        return "{\"session_id\":\"" + sessionId + "\",\"erased_at\":\"" + erasedAt + "\"}";
    }

    static Line read(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            return new Line(form.hitEnd() ? Reading.CUT_OFF : Reading.DAMAGED, null);
        }
        try {
            return new Line(Reading.ENTRY, new JournalEntry(form.group(1), Instant.parse(form.group(2))));
        } catch (DateTimeParseException e) {
            return new Line(Reading.DAMAGED, null);
        }
    }
}
