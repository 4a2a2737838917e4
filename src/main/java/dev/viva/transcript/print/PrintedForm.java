package dev.viva.transcript.print;

import dev.viva.model.Examination;
import dev.viva.model.Participant;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A printable form of a transcript, with the text that all forms share. */
abstract class PrintedForm implements MessageBodyWriter<Transcript> {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final MediaType type;
    private final String ending;

    /** @param ending of a file in this form, without its dot */
    PrintedForm(MediaType type, String ending) {
        this.type = type;
        this.ending = ending;
    }

    /** What stands above the rows. */
    abstract String head(Transcript transcript);

    /** What stands below the rows. */
    abstract String foot(Transcript transcript);

    /** The row of a phase's heading. */
    abstract String headingRow(String heading);

    /** The row of a turn. */
    abstract String row(Transcript transcript, Turn turn);

    /** The row of an examination. */
    abstract String examinationRow(Instant at, String words);

    /**
     * Writes the document row by row, so that only the transcript itself is held while a slow reader takes it: the rows of
     * the turns, those of the examinations, each behind the lines that were stored before it, and a heading above the
     * first turn of each phase. An answer that was stored after the phase had changed may stand above a question that was
     * asked before: no heading leads back.
     */
    final void print(Transcript transcript, Writer out) throws IOException {
        out.write(head(transcript));
        var rows = new Rows(transcript, out);
        for (Turn turn : transcript.turns()) {
            rows.examinationsBefore(turn.seq());
            rows.begin(turn.phase());
            out.write(row(transcript, turn));
        }
        rows.examinationsBefore(Long.MAX_VALUE);
        out.write(foot(transcript));
    }

    /** What is written between the turns. */
    private final class Rows {
        private final Transcript transcript;
        private final Writer out;
        private final Deque<SessionEvent> examinations;
        private @Nullable Phase latest;

        private Rows(Transcript transcript, Writer out) {
            this.transcript = transcript;
            this.out = out;
            var all = transcript.examinations();
            this.examinations = new ArrayDeque<>(all == null ? List.of() : all);
        }

        private void begin(@Nullable Phase phase) throws IOException {
            if (phase != null && (latest == null || phase.compareTo(latest) > 0)) {
                out.write(headingRow(name(phase)));
                latest = phase;
            }
        }

        /** Those of the log before a sequence number that are not printed yet. No test is done before its phase. */
        private void examinationsBefore(long seq) throws IOException {
            for (SessionEvent next = examinations.peek(); next != null; next = examinations.peek()) {
                if (next.seq() != null && next.seq() >= seq) {
                    return;
                }
                Examination examination = next.examination();
                if (examination != null) {
                    begin(Phase.OBJECTIVE);
                    out.write(examinationRow(next.createdAt(), words(examination, transcript)));
                }
                examinations.remove();
            }
        }
    }

    /** The test, its side, what was found or why nothing was, and what the patient said to it. */
    private static String words(Examination examination, Transcript transcript) {
        var words = new StringBuilder(examination.name());
        if (examination.side() != null) {
            words.append(", ").append(examination.side());
        }
        String shown = examination.finding() == null ? examination.detail() : examination.finding();
        if (shown != null) {
            words.append(": ").append(shown);
        }
        if (examination.reply() != null) {
            words.append(" (")
                    .append(transcript.personaName())
                    .append(": ")
                    .append(examination.reply())
                    .append(')');
        }
        return words.toString();
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
        headers.putSingle("Content-Disposition", FileName.of(transcript, ending));
        headers.putSingle("Content-Type", type.withCharset("utf-8").toString());
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        print(transcript, writer);
        writer.flush();
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

    /** Who practised, as far as they said: name and group; null if they said neither. */
    static @Nullable String participant(Transcript transcript) {
        Participant participant = transcript.participant();
        if (participant == null) {
            return null;
        }
        return Stream.of(participant.name(), participant.group())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
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

    static String clock(Instant at) {
        return CLOCK.format(at.atOffset(ZoneOffset.UTC));
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
