package dev.viva.transcript;

import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

/** A transcript as plain text: a heading, then one line a turn. */
@Produces("text/plain")
public final class TranscriptText implements MessageBodyWriter<Transcript> {
    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type == Transcript.class && media.isCompatible(MediaType.TEXT_PLAIN_TYPE);
    }

    @Override
    public void writeTo(
            Transcript transcript,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        headers.putSingle("Content-Type", "text/plain; charset=utf-8");
        out.write(text(transcript).getBytes(StandardCharsets.UTF_8));
    }

    static String text(Transcript transcript) {
        var text = new StringBuilder();
        text.append(transcript.scenarioTitle()).append('\n');
        text.append("Conversation with ").append(transcript.personaName());
        text.append(", ").append(transcript.createdAt()).append('\n');
        text.append(TranscriptPage.standing(transcript)).append("\n\n");
        transcript.turns().forEach(turn -> text.append(line(transcript, turn)));
        return text.append("\n%d lines, last sequence number %d, SHA-256 %s\n"
                        .formatted(transcript.turnCount(), transcript.lastSeq(), transcript.digest()))
                .toString();
    }

    /** A line break inside somebody's words would read as another turn: it becomes a space. */
    private static String line(Transcript transcript, Turn turn) {
        var said = turn.startedAt() == null ? turn.createdAt() : turn.startedAt();
        return "%s  %s: %s%s\n"
                .formatted(
                        TranscriptPage.CLOCK.format(said.atOffset(ZoneOffset.UTC)),
                        TranscriptPage.speaker(transcript, turn),
                        turn.text().replaceAll("\\R", " "),
                        turn.late() ? "  [arrived after the end]" : "");
    }
}
