package dev.viva.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void toStringHidesTheValue() throws Exception {
        Secret secret = new Secret("sk-very-private");

        assertThat(secret).hasToString("[secret]");
        assertThat(JSON.writeValueAsString(secret)).isEqualTo("\"[secret]\"");
        assertThat(secret.reveal()).isEqualTo("sk-very-private");
    }

    @Test
    void isReadFromAString() throws Exception {
        assertThat(JSON.readValue("\"sk-1\"", Secret.class)).isEqualTo(new Secret("sk-1"));
    }

    @Test
    void equalsOnlyTheSameText() {
        assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
        assertThat(new Secret("a")).isNotEqualTo(new Secret("b")).isNotEqualTo("a");
    }

    @Test
    void treatsABlankSecretAsAbsent() {
        assertThat(new Secret(" ").isBlank()).isTrue();
        assertThat(new Secret("x").isBlank()).isFalse();
    }
}
