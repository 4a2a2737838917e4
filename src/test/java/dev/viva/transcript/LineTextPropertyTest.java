package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Text normalization, for any text. */
class LineTextPropertyTest {
    private static final String WHITE_SPACE =
            " \t\n\r\f\u000b\u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u3000\ufeff";

    @Property
    void isIdempotentAndSurvivesUtf8(@ForAll("texts") String text) {
        String kept = LineText.of(text);

        assertThat(LineText.of(kept)).isEqualTo(kept);
        assertThat(new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(kept);
        assertThat(kept).doesNotContain("\0").hasSizeLessThanOrEqualTo(20_000);
    }

    @Provide
    Arbitrary<String> texts() {
        var odd = Arbitraries.of(WHITE_SPACE.chars().mapToObj(c -> (char) c).toList());
        var half = Arbitraries.of('\ud83d', '\ude00', '\0', '\ufffd');
        var any = Arbitraries.chars().all();
        return Arbitraries.oneOf(odd, half, any).list().ofMaxSize(40).map(LineTextPropertyTest::joined);
    }

    private static String joined(List<Character> characters) {
        var text = new StringBuilder();
        characters.forEach(text::append);
        return text.toString();
    }
}
