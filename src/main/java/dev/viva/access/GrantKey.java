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

/** The key that signs grants: configured, or generated once and kept beside the database. */
final class GrantKey {
    /** A key for HS256 is at least as long as the hash (RFC 7518, section 3.2). */
    static final int MIN_BYTES = 32;

    private static final Logger log = LoggerFactory.getLogger(GrantKey.class);
    private static final String FILE = "grant.key";

    private GrantKey() {}

    /** @param configured null to use the key in the data directory */
    static Secret of(@Nullable Secret configured, Path dataDirectory) {
        return configured == null ? readOrCreate(dataDirectory.resolve(FILE)) : configured;
    }

    private static Secret readOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            if (OwnerOnly.tighten(file)) {
                log.warn(
                        "access: other users could read {} and sign grants for any session with it. If someone may have"
                                + " read it, delete the file and restart: that invalidates all existing grants",
                        file);
            }
            Secret key = new Secret(Files.readString(file).strip());
            if (key.reveal().length() < MIN_BYTES || GuessableKey.is(key)) {
                throw new CannotStartException(
                        file + " does not contain a grant key. Restore it, or delete it to generate a new key: that"
                                + " invalidates all existing grants.");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write the grant key in " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] random = new byte[48];
        new SecureRandom().nextBytes(random);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, OwnerOnly.file(file))) {
            channel.write(StandardCharsets.US_ASCII.encode(Base64.getEncoder().encodeToString(random)));
        } catch (FileAlreadyExistsException e) {
            // Another process created the file first: use its key.
            return;
        }
    }
}
