package dev.viva.voice.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Secret;
import dev.viva.testing.TestClock;
import dev.viva.voice.token.SignedTokens.Content;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTokensTest {
    private static final String FORM = "rtk_[A-Za-z0-9]{22}";

    private final TestClock clock = new TestClock();
    private final SignedTokens tokens = new SignedTokens(new Secret("a-key-of-a-test-with-32-letters!"), clock);

    private String sign(int call, boolean kept) {
        return tokens.sign("ses_one", new Content(call, kept), clock.instant().plus(RtcTokens.LIFETIME));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "20, false", "32767, true"})
    void saysForWhichCallItWasMade(int call, boolean kept) {
        for (int i = 0; i < 300; i++) { // also with zeros in front
            String token = sign(call, kept);
            assertThat(token).matches(FORM);
            assertThat(tokens.read("ses_one", token)).contains(new Content(call, kept));
        }
    }

    @Test
    void twoOfTheSameMomentDiffer() {
        assertThat(sign(1, false)).isNotEqualTo(sign(1, false));
    }

    @Test
    void isOfNoOtherSessionAndNoOtherKey() {
        String token = sign(1, false);
        var others = new SignedTokens(new Secret("b-key-of-a-test-with-32-letters!"), clock);

        assertThat(tokens.read("ses_two", token)).isEmpty();
        assertThat(others.read("ses_one", token)).isEmpty();
    }

    @Test
    void everyLetterCounts() {
        String token = sign(1, false);
        for (int i = "rtk_".length(); i < token.length(); i++) {
            char other = token.charAt(i) == 'a' ? 'b' : 'a';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(tokens.read("ses_one", changed)).as(changed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "rtk_", "rtk_zzzzzzzzzzzzzzzzzzzzzz", "rtk_0000000000000000000000", "ek_0123456789abcdef"})
    void refusesWhatItDidNotMake(String token) {
        assertThat(tokens.read("ses_one", token)).isEmpty();
    }

    /** Of the end only sixteen bits are in the token. */
    @ParameterizedTest
    @ValueSource(ints = {60, 61, 3600, 40_000, 65_400})
    void expires(int seconds) {
        String token = sign(1, false);

        clock.advance(Duration.ofSeconds(59));
        assertThat(tokens.read("ses_one", token)).isPresent();
        clock.advance(Duration.ofSeconds(seconds - 59));
        assertThat(tokens.read("ses_one", token)).isEmpty();
    }

    @Test
    void livesUntilItsPartOfASecondIsOver() {
        Instant expires = clock.instant().plusSeconds(59).plusMillis(1);
        String token = tokens.sign("ses_one", new Content(1, false), expires);

        clock.advance(Duration.ofSeconds(59));
        assertThat(tokens.read("ses_one", token)).isPresent();
    }
}
