package dev.viva.soak.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    private Path folder;

    @Test
    void deletesAFolderWithAllThatIsInIt() throws IOException {
        Path all = folder.resolve("all");
        Files.writeString(Files.createDirectories(all.resolve("replica")).resolve("viva.log"), "ready");

        Folders.delete(all);
        Folders.delete(all);

        assertThat(folder).isEmptyDirectory();
    }
}
