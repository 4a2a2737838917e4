package dev.viva.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Secret;
import org.junit.jupiter.api.Test;

class SafetyIdentifierTest {
    private final SafetyIdentifier identifiers = new SafetyIdentifier(new Secret("a key of the service"));

    @Test
    void isStableForOneSubject() {
        assertThat(identifiers.of("ses_1"))
                .matches("[0-9a-f]{32}")
                .isEqualTo(new SafetyIdentifier(new Secret("a key of the service")).of("ses_1"))
                .isNotEqualTo(identifiers.of("ses_2"));
    }

    @Test
    void isThePrefixOfTheKeyedHash() {
        // echo -n 'safety-identifier:ses_1' | openssl dgst -sha256 -hmac 'a key of the service'
        assertThat(identifiers.of("ses_1")).isEqualTo("539c0e78e01d99782af2052935065f6e");
    }

    @Test
    void revealsNothingWithoutTheKey() {
        assertThat(new SafetyIdentifier(new Secret("another key")).of("ses_1")).isNotEqualTo(identifiers.of("ses_1"));
    }
}
