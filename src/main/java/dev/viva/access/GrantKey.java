package dev.viva.access;

import dev.viva.configuration.CannotStartException;
import dev.viva.configuration.GuessableKey;
import dev.viva.problem.Secret;
import dev.viva.storage.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key that signs grants: configured, or made once and kept beside the database. */
final class GrantKey {
    /** RFC 7518, section 3.2: a key for HS256 has at least the size of the hash. */
    static final int MIN_BYTES = 32;

    private static final Logger log = LoggerFactory.getLogger(GrantKey.class);
    private static final String FILE = "grant.key";

    private GrantKey() {}

    /** @param configured null for a key that is kept in the data directory */
    static Secret of(@Nullable Secret configured, Path dataDirectory) {
        return configured == null ? kept(dataDirectory.resolve(FILE)) : configured;
    }

    private static Secret kept(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            if (OwnerOnly.tighten(file)) {
                log.warn(
                        "access: whoever has read {} can make grants for any session. If that may be so, delete the file"
                                + " and start again: then all grants given so far stop working",
                        file);
            }
            Secret key = new Secret(Files.readString(file).strip());
            if (key.reveal().length() < MIN_BYTES || GuessableKey.is(key)) {
                throw new CannotStartException(
                        file + " does not hold a grant key. Restore it, or delete it to make a new one: then all grants"
                                + " given so far stop working.");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the grant key in " + file, e);
        }
    }

    private static void make(Path file) throws IOException {
        byte[] random = new byte[48];
        new SecureRandom().nextBytes(random);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, OwnerOnly.file(file))) {
            channel.write(StandardCharsets.US_ASCII.encode(Base64.getEncoder().encodeToString(random)));
        } catch (FileAlreadyExistsException e) {
            // Another process made it first: its key is the one.
            return;
        }
    }
}
