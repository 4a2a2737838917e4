package dev.viva.http;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates and compares entity tags (RFC 9110, section 8.8.3). */
public final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

    private EntityTags() {}

    /** The value of a strong tag for the bytes, without quotes. */
    public static String of(byte[] content) {
        return Hashing.sha256().hashBytes(content).toString().substring(0, 32);
    }

    public static String of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether {@code If-None-Match} contains the tag, compared weakly as the RFC says; {@code *} matches all. */
    public static boolean matches(@Nullable String ifNoneMatch, String value) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(ifNoneMatch);
        while (tags.find()) {
            if (tags.group(1).equals(value)) {
                return true;
            }
        }
        return false;
    }
}
