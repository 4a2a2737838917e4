package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.configuration.CannotStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantKeyTest {
    @TempDir
    Path folder;

    @Test
    void isCreatedOnceAndOwnerOnly() throws Exception {
        var key = GrantKey.of(null, folder);

        assertThat(rights()).isEqualTo("rw-------");
        assertThat(GrantKey.of(null, folder)).isEqualTo(key);
    }

    @Test
    void restrictsAReadableKeyFileToItsOwner() throws Exception {
        var key = GrantKey.of(null, folder);
        Files.setPosixFilePermissions(folder.resolve("grant.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(GrantKey.of(null, folder)).isEqualTo(key);
        assertThat(rights()).isEqualTo("rw-------");
    }

    @Test
    void refusesAShortOrGuessableKeyWithoutPrintingIt() throws Exception {
        for (String weak : new String[] {"short", "a".repeat(48), "0123456789".repeat(5)}) {
            Files.writeString(folder.resolve("grant.key"), weak);
            assertThatThrownBy(() -> GrantKey.of(null, folder))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("grant.key")
                    .hasMessageNotContaining(weak);
        }
    }

    private String rights() throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("grant.key")));
    }
}
