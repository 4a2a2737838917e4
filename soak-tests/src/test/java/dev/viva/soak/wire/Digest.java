package dev.viva.soak.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A transcript's digest, by the rule in the contract's getTranscript. */
public final class Digest {
    private final MessageDigest sha;

    public Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds the next line in reading order. */
    public void add(String item, String role, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update((item + "\n" + role + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
        sha.update((byte) '\n');
    }

    public String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
