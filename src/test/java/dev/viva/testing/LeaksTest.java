package dev.viva.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaksTest {
    private final Leaks leaks = new Leaks(List.of("My knee hurts since Sunday."));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a grant: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzZXNfNFZiOSJ9.c2lnbmF0dXJl",
                "the key sk-proj-abc123 was refused",
                "secret ek_68af296e8e408191a1120ab6383263c2",
                "token rtk_9mQx7Zt1LcR8yNwPd4Vb9K",
                "Authorization: Bearer abcdefgh12345678",
                "offer o=- 4611731400430051336 2 IN IP4 127.0.0.1",
                "m=audio a=ice-pwd:abc",
                "told: Case reference: knee-after-football/hana-suzuki",
                "stored \"My knee hurts since Sunday.\" under item_1",
            })
    void detectsEachKindOfSecret(String line) {
        assertThat(leaks.in(List.of("a harmless line", line))).isNotEmpty().allMatch(found -> found.endsWith(line));
    }

    @Test
    void ignoresHarmlessLines() {
        assertThat(leaks.in(List.of(
                        "POST /api/v1/sessions/{session_id}/transcript 201 4 ms",
                        "sideband: disconnected (DROPPED)",
                        "")))
                .isEmpty();
    }
}
