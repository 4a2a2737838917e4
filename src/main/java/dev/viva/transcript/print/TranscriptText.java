package dev.viva.transcript.print;

import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A transcript as plain text: a heading, then one row per turn. */
@Produces("text/plain")
final class TranscriptText extends PrintedForm {
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");
    /**
     * Control characters except the tab (C0, DEL, C1), and bidirectional embeddings, overrides and isolates (UAX 9).
     */
    private static final Pattern ACTIVE =
            Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F\\u202A-\\u202E\\u2066-\\u2069]");

    TranscriptText() {
        super(MediaType.TEXT_PLAIN_TYPE, "txt");
    }

    @Override
    String head(Transcript transcript) {
        var text = new StringBuilder();
        text.append(inert(transcript.scenarioTitle())).append('\n');
        String participant = participant(transcript);
        if (participant != null) {
            text.append("Student: ").append(inert(participant)).append('\n');
        }
        text.append("Conversation with ").append(inert(partner(transcript)));
        text.append(", ").append(transcript.createdAt()).append('\n');
        return text.append(status(transcript)).append("\n\n").toString();
    }

    @Override
    String foot(Transcript transcript) {
        return "\n%d lines, last sequence number %d, SHA-256 %s\n"
                .formatted(transcript.turnCount(), transcript.lastSeq(), transcript.digest());
    }

    @Override
    String headingRow(String heading) {
        return "-- %s --\n".formatted(heading);
    }

    @Override
    String row(Transcript transcript, Turn turn) {
        String marks = marks(turn).stream().map(mark -> "  [" + mark + "]").collect(Collectors.joining());
        return "%s  %s: %s%s\n"
                .formatted(clock(spokenAt(turn)), inert(speaker(transcript, turn)), inert(turn.text()), marks);
    }

    @Override
    String examinationRow(Instant at, String words) {
        return "%s  Examination: %s\n".formatted(clock(at), inert(words));
    }

    /**
     * A line break inside a text would look like another turn, so it becomes a space. A terminal obeys escape
     * sequences, and bidirectional formatting reorders the text around it, so these characters become U+FFFD.
     */
    private static String inert(String text) {
        String line = LINE_BREAK.matcher(text).replaceAll(" ");
        return ACTIVE.matcher(line).replaceAll("\uFFFD");
    }
}
