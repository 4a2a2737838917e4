package dev.viva.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same name, typed in other ways. */
class PersonNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"Kim Lee", "  kim  LEE ", "Kim\u3000Lee\u3000", "\u00a0KIM\u00a0 \u202fLEE", "Kim\tLee"})
    void isEqualInAnyCaseAndWithAnySpaces(String typed) {
        assertThat(PersonNames.plain(typed)).isEqualTo("kim lee");
    }
}
