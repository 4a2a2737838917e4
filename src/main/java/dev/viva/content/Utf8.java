package dev.viva.content;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what an author's editor saved. */
public final class Utf8 {
    private Utf8() {}

    /** The text without a byte order mark; empty when the bytes are not UTF-8. */
    public static Optional<String> decode(byte[] bytes) {
        try {
            // This decoder reports invalid bytes; new String() would silently replace them.
            return Optional.of(withoutMark(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Without the byte order mark that some editors put before a text. */
    public static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
