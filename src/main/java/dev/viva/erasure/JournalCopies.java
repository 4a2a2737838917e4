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
     * The journals that end inside a line, without those of which a longer copy is named too. In a service's own journal
     * such a line was never confirmed. A copy may have been cut off, and have lost any number of confirmed lines.
     *
     * @param dataDirectory where the service's own journal is, if there is one
     */
    public static List<Path> incomplete(List<Path> journals, Path dataDirectory) throws IOException {
        Path own = dataDirectory.resolve(ErasureJournal.NAME);
        var incomplete = new ArrayList<Path>();
        for (Path journal : journals) {
            boolean isOwn = Files.exists(own) && Files.isSameFile(journal, own);
            if (!isOwn && endsInsideALine(journal) && !isContinued(journal, journals)) {
                incomplete.add(journal);
            }
        }
        return incomplete;
    }

    /** A process died, or the disk was full, while the last line was written; or the file is a copy that was cut off. */
    static boolean endsInsideALine(Path file) throws IOException {
        try (var channel = FileChannel.open(file, READ)) {
            long size = channel.size();
            var last = ByteBuffer.allocate(1);
            return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
        }
    }

    private static boolean isContinued(Path journal, List<Path> journals) throws IOException {
        long size = Files.size(journal);
        for (Path other : journals) {
            if (Files.mismatch(journal, other) == size) {
                return true; // the other one begins with all of it
            }
        }
        return false;
    }
}
