package dev.viva.transcript.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.model.SessionState;
import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrintedFormTest {
    private static final int LINES = 1000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static Stream<PrintedForm> forms() {
        return Stream.of(new TranscriptPage(), new TranscriptText());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isWrittenWhileTheTurnsAreRead(PrintedForm form) throws IOException {
        write(form, i -> {
            if (i == LINES - 1) {
                assertThat(out.toString()).contains("Line 0.", "Line 500.").doesNotContain("Line 999.");
            }
            return Printed.turn(i, "Line %d.".formatted(i), null);
        });

        assertThat(out.toString()).contains("Line 999.");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void writesNothingWhenItFailsAtTheBeginning(PrintedForm form) {
        assertThatThrownBy(() -> write(form, i -> {
                    throw new IllegalStateException("no turn");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(out.size()).isZero();
    }

    private void write(PrintedForm form, IntFunction<Turn> turns) throws IOException {
        List<Turn> all = new AbstractList<>() {
            @Override
            public Turn get(int index) {
                return turns.apply(index);
            }

            @Override
            public int size() {
                return LINES;
            }
        };
        form.writeTo(
                transcript(all),
                Transcript.class,
                Transcript.class,
                new Annotation[0],
                MediaType.WILDCARD_TYPE,
                new MultivaluedHashMap<>(),
                out);
    }

    private static Transcript transcript(List<Turn> turns) {
        return new Transcript(
                "ses_x",
                "A knee",
                "Hana",
                null,
                "en",
                "en",
                null,
                SessionState.CLOSED,
                Printed.AT,
                Printed.AT,
                1L,
                turns.size(),
                "0".repeat(64),
                60,
                true,
                turns,
                null);
    }
}
