package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Participant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who starts a session, by what a credential and the request tell. */
class StarterTest {
    private static final Starter KNOWN = new Starter("kim", null, " Kim Lee ", "PT-2B", null);

    @Test
    void theCredentialCountsMoreThanTheRequest() {
        var given = new Participant("Somebody Else", "PT-3A");

        assertThat(KNOWN.nameOr(given)).isEqualTo("Kim Lee");
        assertThat(KNOWN.groupOr(given)).isEqualTo("PT-2B");
        assertThat(Starter.SOMEBODY.nameOr(given)).isEqualTo("Somebody Else");
        assertThat(Starter.SOMEBODY.groupOr(given)).isEqualTo("PT-3A");
        assertThat(Starter.SOMEBODY.nameOr(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u3000", "\u00a0\u202f", " \u2007 "})
    void whiteSpaceIsNoName(String blank) {
        assertThat(Starter.SOMEBODY.nameOr(new Participant(blank, blank))).isNull();
        assertThat(Starter.SOMEBODY.groupOr(new Participant(blank, blank))).isNull();
        var told = new Starter("kim", null, blank, blank, null);
        assertThat(told.nameOr(new Participant(blank + "Kim" + blank, null))).isEqualTo("Kim");
    }
}
