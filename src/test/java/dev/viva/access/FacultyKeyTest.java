package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FacultyKeyTest {
    private static final String KEY = "f".repeat(48);

    @Test
    void acceptsOnlyTheExactKey() {
        var key = new FacultyKey(new Secret(KEY));

        assertThat(key.is(KEY)).isTrue();
        assertThat(key.is(KEY + "f")).isFalse();
        assertThat(key.is(KEY.substring(1))).isFalse();
        assertThat(key.is("")).isFalse();
    }

    @Test
    void refusesEveryoneWithoutAConfiguredKey() {
        var none = new FacultyKey(
                AccessConfiguration.ofKeys(null, null, null, new Secret(" ")).facultyKey());

        assertThat(none.is("")).isFalse();
        assertThat(none.is(" ")).isFalse();
        assertThat(none.is("null")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fffffffffffffffffffffffffffffff", // 31
                "a key with spaces that no header can carry",
                "ein-Schlüssel-den-kein-Kopf-tragen-kann",
                "a=key=that=is=not=a=bearer=token=either"
            })
    void refusesAShortOrUnsendableKey(String key) {
        assertThat(faculty(key).isFacultyKeyFitForAHeader()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffffffffffffffffffffffffffff", // 32
                "NJ0jmLZyCi4bSpZyLqHf9hT3Vm8bXk2uGkzR1s0+/w=="
            })
    void acceptsAKeyMadeAsAdvised(String key) {
        assertThat(faculty(key).isFacultyKeyFitForAHeader()).isTrue();
    }

    @Test
    void differsFromTheGrantKeyAndIsNeverPrinted() {
        assertThat(AccessConfiguration.ofKeys(new Secret(KEY), null, null, new Secret(KEY))
                        .isFacultyKeyItsOwn())
                .isFalse();
        assertThat(faculty(KEY).isFacultyKeyItsOwn()).isTrue();
        assertThat(AccessConfiguration.DEFAULTS.facultyKey()).isNull();
        assertThat(faculty(KEY).toString()).doesNotContain(KEY);
    }

    private static AccessConfiguration faculty(String key) {
        return AccessConfiguration.ofKeys(null, null, null, new Secret(key));
    }
}
