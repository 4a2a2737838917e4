package dev.viva.transcript.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Participant;
import dev.viva.model.SessionState;
import dev.viva.model.Transcript;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    private static final String REST = "-2026-11-02-ses_4Vb9K2mQx7Zt1LcR8yNwPd.txt";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Kim Lee          | PT-2B | viva-kim-lee-pt-2b-knee-pain-after-football
                             | PT-2B | viva-pt-2b-knee-pain-after-football
                             |       | viva-knee-pain-after-football
            Zoë Müller-Groß  |       | viva-zoë-müller-groß-knee-pain-after-football
            鈴木 花          |       | viva-鈴木-花-knee-pain-after-football
            """)
    void carriesParticipantCaseAndDate(@Nullable String name, @Nullable String group, String expected) {
        assertThat(extended(disposition(name, group))).isEqualTo(expected + REST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "a\\\\b:c*d?e\"f<g>h|i",
                "Kim\r\nSet-Cookie: x=1",
                "Kim\u202Etxt.exe\u2066",
                "Kim\u0000Lee\u200B;%2F",
                "...",
                "𝒦𝒾𝓂 \uD83D\uDC4D Lee",
                "an absurdly long name that no file system would take, and then some more of it, and on and on"
            })
    void containsNothingThatAFileSystemOrAReaderActsOn(String name) {
        String disposition = disposition(name, name);

        assertThat(disposition).matches("inline; filename=\"[A-Za-z0-9._-]+\"; filename\\*=UTF-8''[A-Za-z0-9._%-]+");
        assertThat(extended(disposition))
                .matches("viva[\\p{L}\\p{M}\\p{N}-]*" + REST)
                .doesNotContain("..");
        assertThat(extended(disposition).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"膝", "é", "𝒦", "z", "が", "👍", "膝👍", "z膝"})
    void staysBelowTheLimitOfFileSystemsInAnyScript(String letters) {
        String part = letters.repeat(200);
        String name = extended(disposition(part, part, part));

        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(255);
        // Half a character would be a question mark.
        assertThat(name).matches("viva[\\p{L}\\p{M}-]*" + REST).doesNotContain("--");
    }

    private static String extended(String disposition) {
        return URLDecoder.decode(disposition.replaceAll(".*UTF-8''", ""), StandardCharsets.UTF_8);
    }

    private static String disposition(@Nullable String name, @Nullable String group) {
        return disposition(name, group, "Knee pain after football");
    }

    private static String disposition(@Nullable String name, @Nullable String group, String title) {
        Instant at = Instant.parse("2026-11-02T10:04:00Z");
        return FileName.of(
                new Transcript(
                        "ses_4Vb9K2mQx7Zt1LcR8yNwPd",
                        title,
                        "Hana Suzuki",
                        null,
                        "en",
                        "en",
                        name == null && group == null ? null : new Participant(name, group),
                        SessionState.CLOSED,
                        at,
                        at,
                        1L,
                        0,
                        "0".repeat(64),
                        60,
                        true,
                        List.of(),
                        null),
                "txt");
    }
}
