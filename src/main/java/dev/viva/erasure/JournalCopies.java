package dev.viva.erasure;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells incomplete copies of journals, by how they end. */
public final class JournalCopies {
    private JournalCopies() {}

    /**
     * The journals that may be cut off, without those of which a longer copy is named too.
     *
     * @param dataDirectory where the service's own journal is, if there is one
     */
    public static List<Path> incomplete(List<Path> journals, Path dataDirectory) throws IOException {
        var incomplete = new ArrayList<Path>();
        for (Path journal : journals) {
            if (mayBeCutOff(journal, dataDirectory) && !isContinued(journal, journals)) {
                incomplete.add(journal);
            }
        }
        return incomplete;
    }

    /**
     * Whether a journal ends inside a line, and may have lost any number of confirmed lines. In a service's own journal
     * such a line was never confirmed.
     */
    public static boolean mayBeCutOff(Path journal, Path dataDirectory) throws IOException {
        Path own = dataDirectory.resolve(ErasureJournal.NAME);
        boolean isOwn = Files.exists(own) && Files.isSameFile(journal, own);
        return !isOwn && endsInsideALine(journal);
    }

    /** A process died, or the disk was full, while the last line was written; or the file is a copy that was cut off. */
    static boolean endsInsideALine(Path file) throws IOException {
        try (var channel = FileChannel.open(file, READ)) {
            long size = channel.size();
            var last = ByteBuffer.allocate(1);
            return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
        }
    }

    /** Every journal begins with the same bytes. From its first whole line on, it is no other replica's. */
    private static boolean isContinued(Path journal, List<Path> journals) throws IOException {
        if (JournalReader.id(journal).isEmpty()) {
            return false;
        }
        long size = Files.size(journal);
        for (Path other : journals) {
            if (Files.mismatch(journal, other) == size) {
                return true; // the other one begins with all of it
            }
        }
        return false;
    }
}
