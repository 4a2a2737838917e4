package dev.viva.realtime;

import dev.viva.problem.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names that stand for our users with the provider's abuse detection: always the same for one user, and without the key
 * nobody finds out whose. Thread-safe.
 */
public final class SafetyIdentifier {
    private static final String ALGORITHM = "HmacSHA256";
    /** The key signs other things too; what is signed here must never be one of those. */
    private static final String PURPOSE = "safety-identifier:";
    /** 128 bits: enough that no two users share one, and 32 characters where the provider takes at most 64. */
    private static final int BYTES = 16;

    private final Secret key;

    public SafetyIdentifier(Secret key) {
        this.key = key;
    }

    /** 32 hex digits that stand for the subject. */
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
