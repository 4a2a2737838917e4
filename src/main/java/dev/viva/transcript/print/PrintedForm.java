package dev.viva.transcript.print;

import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A printable form of a transcript, with the text that all forms share. */
abstract class PrintedForm implements MessageBodyWriter<Transcript> {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final MediaType type;

    PrintedForm(MediaType type) {
        this.type = type;
    }

    /** The whole document. */
    abstract String print(Transcript transcript);

    /** The row of a phase's heading. */
    abstract String headingRow(String heading);

    /** The row of a turn. */
    abstract String row(Transcript transcript, Turn turn);

    /**
     * All rows: those of the turns, and a heading above the first turn of each phase. An answer that was stored after the
     * phase had changed may stand above a question that was asked before: no heading leads back.
     */
    final String rows(Transcript transcript) {
        var rows = new StringBuilder();
        Phase latest = null;
        for (Turn turn : transcript.turns()) {
            Phase phase = turn.phase();
            if (phase != null && (latest == null || phase.compareTo(latest) > 0)) {
                rows.append(headingRow(name(phase)));
                latest = phase;
            }
            rows.append(row(transcript, turn));
        }
        return rows.toString();
    }

    @Override
    public final boolean isWriteable(Class<?> of, Type generic, Annotation[] annotations, MediaType media) {
        return of == Transcript.class && media.isCompatible(type);
    }

    @Override
    public final void writeTo(
            Transcript transcript,
            Class<?> of,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        headers.putSingle("Content-Type", type.withCharset("utf-8").toString());
        out.write(print(transcript).getBytes(StandardCharsets.UTF_8));
    }

    static String status(Transcript transcript) {
        return switch (transcript.state()) {
            case OPEN -> "The encounter is still going on: lines will be added.";
            case ENDED -> "The encounter has ended; late lines may still be added for a few seconds.";
            case CLOSED -> "Complete: nothing can be added.";
        };
    }

    /** Whom the student spoke with: the patient, or who spoke in place of the patient. */
    static String partner(Transcript transcript) {
        String speaker = transcript.speaker();
        return speaker == null ? transcript.personaName() : speaker + " about " + transcript.personaName();
    }

    static String speaker(Transcript transcript, Turn turn) {
        if (turn.role() == Role.STUDENT) {
            return "Student";
        }
        return turn.speaker() == null ? transcript.personaName() : turn.speaker();
    }

    private static String name(Phase phase) {
        return switch (phase) {
            case SUBJECTIVE -> "Subjective: taking the history";
            case OBJECTIVE -> "Objective: the examination";
            case TREATMENT_PLAN -> "Plan: agreeing a plan";
        };
    }

    /** The language of a turn; null if unknown. */
    static @Nullable String language(Transcript transcript, Turn turn) {
        return turn.role() == Role.STUDENT ? transcript.inputLanguage() : transcript.replyLanguage();
    }

    static Instant spokenAt(Turn turn) {
        return turn.startedAt() == null ? turn.createdAt() : turn.startedAt();
    }

    static String clock(Turn turn) {
        return CLOCK.format(spokenAt(turn).atOffset(ZoneOffset.UTC));
    }

    /** The remarks printed beside a line's text. */
    static List<String> marks(Turn turn) {
        var marks = new ArrayList<String>();
        if (turn.media() != null && !turn.media().isEmpty()) {
            marks.add("shown: " + String.join(", ", turn.media()));
        }
        if (Boolean.TRUE.equals(turn.interrupted())) {
            marks.add("interrupted");
        }
        if (Boolean.TRUE.equals(turn.revised())) {
            marks.add("words corrected");
        }
        if (Boolean.TRUE.equals(turn.unconfirmed())) {
            marks.add("not confirmed by the voice service");
        }
        if (turn.late()) {
            marks.add("arrived after the end");
        }
        return marks;
    }
}
