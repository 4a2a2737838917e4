package dev.viva.voice.token;

import com.google.common.hash.Hashing;
import dev.viva.problem.Secret;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tokens that every replica can verify by itself. A token is signed for its session, and says until when and for which
 * call it was made. It has the form of a random one: 16 bytes as 22 letters and digits, of which the last ten bytes
 * sign the others and the session. Thread-safe.
 */
final class SignedTokens {
    private static final String PREFIX = "rtk_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z]{22}");
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
    private static final int LETTERS = 22;
    private static final int BYTES = 16;
    private static final int SIGNATURE = 10;
    private static final int KEPT = 0x8000;
    /** The key also signs other things; the prefix keeps these signatures apart. */
    private static final String PURPOSE = "rtc-token:";
    /** Replicas' clocks may differ, but not by so much. */
    private static final Duration MAX_AHEAD = RtcTokens.LIFETIME.multipliedBy(2);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;
    private final Clock clock;

    SignedTokens(Secret key, Clock clock) {
        this.key = key.reveal().getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /**
     * What a token says.
     *
     * @param call the number that the session's next call had, up to 32,767
     * @param kept whether Redis was to keep it
     */
    record Content(int call, boolean kept) {}

    String sign(String sessionId, Content content, Instant expires) {
        long second = expires.plusNanos(999_999_999).getEpochSecond();
        var token = ByteBuffer.allocate(BYTES)
                .putShort((short) second)
                .putShort((short) (content.call() | (content.kept() ? KEPT : 0)))
                .putShort((short) RANDOM.nextInt());
        token.put(signature(sessionId, token.array()));
        var number = new BigInteger(1, token.array());
        var letters = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) {
            var parts = number.divideAndRemainder(BASE);
            letters.append(ALPHABET.charAt(parts[1].intValue()));
            number = parts[0];
        }
        return PREFIX + letters.reverse();
    }

    /** Empty if the token was not made here, is for another session, or has expired. */
    Optional<Content> read(String sessionId, String token) {
        if (!FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        var number = token.substring(PREFIX.length())
                .chars()
                .mapToObj(letter -> BigInteger.valueOf(ALPHABET.indexOf(letter)))
                .reduce(BigInteger.ZERO, (sum, digit) -> sum.multiply(BASE).add(digit));
        if (number.bitLength() > BYTES * Byte.SIZE) {
            return Optional.empty();
        }
        byte[] all = bytes(number);
        byte[] signature = Arrays.copyOfRange(all, BYTES - SIGNATURE, BYTES);
        if (!MessageDigest.isEqual(signature, signature(sessionId, all))) {
            return Optional.empty();
        }
        var content = ByteBuffer.wrap(all);
        // Only the last bits of the second are in the token, so what expired long ago seems to be far ahead.
        int left = Short.toUnsignedInt(
                (short) (content.getShort() - clock.instant().getEpochSecond()));
        if (left == 0 || left > MAX_AHEAD.toSeconds()) {
            return Optional.empty();
        }
        int call = Short.toUnsignedInt(content.getShort());
        return Optional.of(new Content(call & ~KEPT, (call & KEPT) != 0));
    }

    private static byte[] bytes(BigInteger number) {
        byte[] signed = number.toByteArray(); // shorter, or with a zero for the sign
        int length = Math.min(signed.length, BYTES);
        return ByteBuffer.allocate(BYTES)
                .put(BYTES - length, signed, signed.length - length, length)
                .array();
    }

    private byte[] signature(String sessionId, byte[] token) {
        byte[] whole = Hashing.hmacSha256(key)
                .newHasher()
                .putString(PURPOSE + sessionId + ":", StandardCharsets.UTF_8)
                .putBytes(token, 0, BYTES - SIGNATURE)
                .hash()
                .asBytes();
        return Arrays.copyOf(whole, SIGNATURE);
    }
}
