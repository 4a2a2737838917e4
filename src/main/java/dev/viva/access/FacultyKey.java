package dev.viva.access;

import com.google.common.hash.Hashing;
import dev.viva.problem.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The faculty key, kept as a hash. Without a key, no token matches. Immutable. */
final class FacultyKey {
    private final byte @Nullable [] hash;

    FacultyKey(@Nullable Secret key) {
        this.hash = key == null ? null : hash(key.reveal());
    }

    /** Compares hashes in constant time, so that timing reveals neither the key nor its length. */
    boolean is(String token) {
        return hash != null && MessageDigest.isEqual(hash, hash(token));
    }

    private static byte[] hash(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
    }
}
