package dev.viva.access.oidc;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads claims by path. The issuer decides their shape, so every shape is accepted and what does not fit is left out. */
final class Claims {
    /** The contract's bound on a participant's name and group. */
    private static final int MAX_TEXT = 100;

    private Claims() {}

    /**
     * The texts at a path such as {@code realm_access.roles}: a text, or a list of texts. A claim whose own name
     * contains dots (as {@code https://example.edu/roles}) is found too.
     */
    static List<String> texts(Map<?, ?> claims, String path) {
        if (path.isEmpty()) {
            return List.of();
        }
        if (claims.get(path) instanceof Object value) {
            return texts(value);
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                List<String> found = texts(inner, path.substring(dot + 1));
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    private static List<String> texts(Object value) {
        var found = new ArrayList<String>();
        for (Object one : value instanceof List<?> list ? list : List.of(value)) {
            if (one instanceof String text) {
                found.add(text);
            }
        }
        return found;
    }

    /** The first text at the path as the contract allows it for a participant; null if there is none. */
    static @Nullable String printable(Map<?, ?> claims, String path) {
        return texts(claims, path).stream()
                .map(Claims::printable)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static String printable(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ")
                .strip();
        int end = Math.min(plain.length(), MAX_TEXT);
        // A pair of surrogates is one character: do not cut it in half.
        if (end < plain.length() && Character.isHighSurrogate(plain.charAt(end - 1))) {
            end--;
        }
        return plain.substring(0, end).strip();
    }
}
