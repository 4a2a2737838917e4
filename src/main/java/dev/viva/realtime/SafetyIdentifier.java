package dev.viva.realtime;

import dev.viva.problem.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Pseudonyms of our users for the provider's abuse detection: stable for each user, and not reversible without the key.
 * Thread-safe.
 */
public final class SafetyIdentifier {
    private static final String ALGORITHM = "HmacSHA256";
    /** The key also signs other things; the prefix keeps these values apart. */
    private static final String PURPOSE = "safety-identifier:";
    /** 128 bits: enough for no collisions, and 32 characters, where the provider accepts 64. */
    private static final int BYTES = 16;

    private final Secret key;

    public SafetyIdentifier(Secret key) {
        this.key = key;
    }

    /** The pseudonym of a subject, 32 hex digits. */
    public String of(String subject) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] whole = mac.doFinal((PURPOSE + subject).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(whole, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
