package dev.viva.transcript.print;

import dev.viva.model.Transcript;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to call a transcript that somebody saves: {@code viva-kim-lee-knee-pain-after-football-2026-11-02-ses_4Vb9.txt}.
 * Parts that people wrote give letters and digits alone, so that no path, control or bidirectional character is left.
 */
final class FileName {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x21-\\x7E]+");
    /** In bytes of UTF-8. With its date and session a name stays below the 255 bytes of file systems. */
    private static final int MAX_PART = 60;

    private FileName() {}

    /** A {@code Content-Disposition} (RFC 6266), with a name in ASCII for programs that know no other. */
    static String of(Transcript transcript, String ending) {
        String name = name(transcript, ending);
        String ascii = NOT_ASCII
                .matcher(MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD))
                        .replaceAll(""))
                .replaceAll("_");
        return "inline; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded(name);
    }

    private static String name(Transcript transcript, String ending) {
        var participant = transcript.participant();
        String day =
                DateTimeFormatter.ISO_LOCAL_DATE.format(transcript.createdAt().atOffset(ZoneOffset.UTC));
        return Stream.of(
                                "viva",
                                participant == null ? "" : part(participant.name()),
                                participant == null ? "" : part(participant.group()),
                                part(transcript.scenarioTitle()),
                                day,
                                transcript.sessionId())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("-"))
                + "." + ending;
    }

    private static String part(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String words = WORD.matcher(
                        Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("-"));
        return cut(words).replaceAll("-$", "");
    }

    /** As many whole characters as fit. */
    private static String cut(String words) {
        int end = 0;
        int bytes = 0;
        while (end < words.length()) {
            String character = Character.toString(words.codePointAt(end));
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_PART) {
                break;
            }
            end += character.length();
        }
        return words.substring(0, end);
    }

    /** RFC 8187: bytes of UTF-8, of which letters, digits and a few signs stand for themselves. */
    private static String encoded(String name) {
        var encoded = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = one >= '0' && one <= '9'
                    || one >= 'a' && one <= 'z'
                    || one >= 'A' && one <= 'Z'
                    || one == '-'
                    || one == '.'
                    || one == '_';
            encoded.append(plain ? String.valueOf((char) one) : "%%%02X".formatted(one & 0xff));
        }
        return encoded.toString();
    }
}
