package dev.viva.transcript;

import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.stream.Collectors;

/** A transcript as plain text: a heading, then one line a turn. */
@Produces("text/plain")
public final class TranscriptText extends PrintedForm {
    public TranscriptText() {
        super(MediaType.TEXT_PLAIN_TYPE);
    }

    @Override
    String print(Transcript transcript) {
        var text = new StringBuilder();
        text.append(transcript.scenarioTitle()).append('\n');
        text.append("Conversation with ").append(transcript.personaName());
        text.append(", ").append(transcript.createdAt()).append('\n');
        text.append(standing(transcript)).append("\n\n");
        transcript.turns().forEach(turn -> text.append(line(transcript, turn)));
        return text.append("\n%d lines, last sequence number %d, SHA-256 %s\n"
                        .formatted(transcript.turnCount(), transcript.lastSeq(), transcript.digest()))
                .toString();
    }

    /** A line break inside somebody's words would read as another turn: it becomes a space. */
    private static String line(Transcript transcript, Turn turn) {
        String marks = marks(turn).stream().map(mark -> "  [" + mark + "]").collect(Collectors.joining());
        return "%s  %s: %s%s\n"
                .formatted(clock(turn), speaker(transcript, turn), turn.text().replaceAll("\\R", " "), marks);
    }
}
