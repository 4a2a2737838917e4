package dev.viva.erasure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.hash.Hashing;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a journal of erasures from its beginning or from a place in it. Not thread-safe. */
final class JournalReader implements AutoCloseable {
    /** Several times an entry. A longer line is damaged, and is not kept in memory. */
    private static final int MAX_LINE = 512;

    private final InputStream bytes;
    private long place;
    private long cutOff;
    private long damaged;

    private JournalReader(InputStream bytes, long place) {
        this.bytes = bytes;
        this.place = place;
    }

    /** The journal's name in the database: the hash of its first line. Empty for a file without a line. */
    static Optional<String> id(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var reader = from(file, 0)) {
            return reader.line()
                    .map(line -> Hashing.sha256().hashString(line, US_ASCII).toString());
        }
    }

    /** @param place in bytes, the beginning of a line; beyond the end of the file: its beginning */
    static JournalReader from(Path file, long place) throws IOException {
        long start = place > Files.size(file) ? 0 : place;
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.skipNBytes(start);
        return new JournalReader(in, start);
    }

    /** The next entries, up to a limit; none at the end. */
    List<JournalEntry> next(int limit) throws IOException {
        var entries = new ArrayList<JournalEntry>();
        while (entries.size() < limit) {
            Optional<String> line = line();
            if (line.isEmpty()) {
                break;
            }
            var read = JournalEntry.read(line.get());
            if (read.entry() != null) {
                entries.add(read.entry());
            } else if (read.reading() == JournalEntry.Reading.DAMAGED) {
                damaged++;
            } else if (!line.get().isEmpty()) {
                cutOff++;
            }
        }
        return entries;
    }

    /** The next line without its end. A last line without an end is not complete yet, or never will be. */
    private Optional<String> line() throws IOException {
        var line = new ByteArrayOutputStream();
        long length = 0;
        for (int next = bytes.read(); next >= 0; next = bytes.read()) {
            length++;
            if (next == '\n') {
                place += length;
                return Optional.of(line.toString(US_ASCII));
            }
            if (line.size() < MAX_LINE) {
                line.write(next);
            }
        }
        if (length > 0) {
            cutOff++;
        }
        return Optional.empty();
    }

    /** The byte after the last line that was read. */
    long place() {
        return place;
    }

    /** Lines that were never finished, and never acknowledged. */
    long cutOff() {
        return cutOff;
    }

    /** Lines that are no entry. What they said is lost. */
    long damaged() {
        return damaged;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
