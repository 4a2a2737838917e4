package dev.viva.transcript;

import dev.viva.gate.Opening;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A line ready to be stored. Made on the caller's thread, so that the writer's need not read the line's text.
 *
 * @param line with normalised text, and with references in place of markers
 * @param opening what the line does of the opening, a bit for each part
 */
record Prepared(TranscriptLine line, int opening) {
    /** As many references as the contract lets a line have. */
    private static final int MAX_MEDIA = 8;

    /**
     * @param media the ids of what the patient of the case can show; asked for only when the line refers to any
     */
    static Prepared of(TranscriptLine given, Supplier<Set<String>> media) {
        if (given.role() == Role.STUDENT) {
            TranscriptLine line = with(given, LineText.of(given.text()), given.media());
            return new Prepared(line, Opening.in(line.text()));
        }
        var shown = new LinkedHashSet<String>(given.media() == null ? List.of() : given.media());
        shown.addAll(LineText.media(given.text()));
        return new Prepared(with(given, LineText.ofPatient(given.text()), known(shown, media)), 0);
    }

    private static @Nullable List<String> known(Set<String> shown, Supplier<Set<String>> media) {
        if (shown.isEmpty()) {
            return null;
        }
        Set<String> ofCase = media.get();
        List<String> known =
                shown.stream().filter(ofCase::contains).limit(MAX_MEDIA).toList();
        return known.isEmpty() ? null : known;
    }

    /** White space alone stays as it is. */
    private static TranscriptLine with(TranscriptLine line, String text, @Nullable List<String> media) {
        return new TranscriptLine(
                line.itemId(),
                line.role(),
                text.isEmpty() ? line.text() : text,
                line.isFinal(),
                line.previousItemId(),
                line.startedAt(),
                line.finalizedAt(),
                line.emittedAt(),
                media);
    }

    /** Estimates the memory of lines: their text, and some hundred bytes each for the rest. */
    static long bytes(List<Prepared> lines) {
        return lines.stream()
                .mapToLong(each -> 512 + 2L * each.line().text().length())
                .sum();
    }
}
