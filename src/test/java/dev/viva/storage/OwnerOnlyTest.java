package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
    @TempDir
    Path folder;

    @Test
    void createsDatabaseFilesForTheOwnerOnly() throws Exception {
        var database = Databases.open(folder);
        Databases.session(database, new TestClock());

        assertThat(rights("viva.db", "viva.db-wal", "viva.db-shm")).containsOnly("rw-------");
        database.stop();
    }

    @Test
    void restrictsExistingFilesToTheOwner() throws Exception {
        var database = Databases.open(folder);
        Databases.session(database, new TestClock());
        for (String file : new String[] {"viva.db", "viva.db-wal", "viva.db-shm"}) {
            Files.setPosixFilePermissions(folder.resolve(file), PosixFilePermissions.fromString("rw-r--r--"));
        }
        var next = Databases.open(folder); // while the first is open, as after a kill -9

        assertThat(rights("viva.db", "viva.db-wal", "viva.db-shm")).containsOnly("rw-------");
        next.stop();
        database.stop();
    }

    @Test
    void reportsWhetherOthersCouldReadAFile() throws Exception {
        Path file = Files.createFile(folder.resolve("grant.key"), OwnerOnly.file(folder));
        assertThat(OwnerOnly.tighten(file)).isFalse();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(OwnerOnly.tighten(file)).isTrue();
        assertThat(rights("grant.key")).containsOnly("rw-------");
        assertThat(OwnerOnly.tighten(folder.resolve("not-there"))).isFalse();
    }

    private List<String> rights(String... files) {
        return Stream.of(files)
                .map(file -> {
                    try {
                        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
