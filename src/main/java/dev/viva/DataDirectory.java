package dev.viva;

import dev.viva.storage.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the service's own files. Where it has to be made, it is made for its owner alone. */
final class DataDirectory {
    private DataDirectory() {}

    static void make(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, OwnerOnly.folder(folder));
        }
    }
}
