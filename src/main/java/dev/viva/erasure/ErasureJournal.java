package dev.viva.erasure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.storage.Outage;
import dev.viva.storage.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says outside of the database which sessions were erased, so that a restored backup can be brought up to date. An
 * erasure is written here, and synced to disk, before the database erases anything. Several processes may share the
 * file: each appends whole lines. Thread-safe.
 */
final class ErasureJournal {
    static final String NAME = "erasures.ndjson";

    private static final Logger log = LoggerFactory.getLogger(ErasureJournal.class);

    private final Path file;
    private final Outage outage;

    ErasureJournal(Path folder) {
        this.file = folder.resolve(NAME);
        this.outage = new Outage(
                log,
                "erasure: " + file + " cannot be written, nothing is erased until it can",
                "erasure: " + file + " is written again");
    }

    Path file() {
        return file;
    }

    /**
     * Returns when the entries are on disk.
     *
     * @throws ProblemException {@code storage_unavailable}
     */
    synchronized void append(List<JournalEntry> entries) {
        try {
            create();
            write(entries.stream().map(entry -> entry.line() + "\n").collect(Collectors.joining()));
            outage.succeeds();
        } catch (IOException e) {
            outage.fails(e.getClass().getSimpleName());
            throw new ProblemException(
                    Failure.STORAGE_UNAVAILABLE,
                    "Nothing was erased: the server cannot write its journal of erasures. Try again after"
                            + " `Retry-After`. If it goes on, tell the operator: the server's log names the file.",
                    e);
        }
    }

    private void create() throws IOException {
        try {
            FileChannel.open(file, Set.of(CREATE_NEW, WRITE), OwnerOnly.file(file))
                    .close();
        } catch (FileAlreadyExistsException e) {
            return;
        }
        syncFolder();
    }

    /** Otherwise a power loss could take the new file's name away. Not every system syncs a folder. */
    private void syncFolder() {
        Path folder = file.toAbsolutePath().getParent();
        try (var channel = FileChannel.open(folder == null ? file : folder, READ)) {
            channel.force(true);
        } catch (IOException e) {
            log.debug("erasure: the folder of {} cannot be synced", file, e);
        }
    }

    private void write(String lines) throws IOException {
        var bytes = ByteBuffer.wrap((JournalCopies.endsInsideALine(file) ? "\n" + lines : lines).getBytes(US_ASCII));
        try (var channel = FileChannel.open(file, APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
    }

    /** Closes the file to others, should it have been put there open. */
    void keepPrivate() throws IOException {
        if (Files.exists(file)) {
            OwnerOnly.tighten(file);
        }
    }
}
