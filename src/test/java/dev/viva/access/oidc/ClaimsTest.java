package dev.viva.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    @Test
    void findsTextsByPath() {
        var keycloak = Map.of("realm_access", Map.of("roles", List.of("a", "b")));
        var dotted = Map.of("resource_access", Map.of("viva.example", Map.of("roles", List.of("c"))));
        var url = Map.of("https://school.example/roles", List.of("d"));

        assertThat(Claims.texts(keycloak, "realm_access.roles")).containsExactly("a", "b");
        assertThat(Claims.texts(dotted, "resource_access.viva.example.roles")).containsExactly("c");
        assertThat(Claims.texts(url, "https://school.example/roles")).containsExactly("d");
        assertThat(Claims.texts(Map.of("role", "e"), "role")).containsExactly("e");
    }

    @Test
    void leavesOutWhatIsNoText() {
        assertThat(Claims.texts(Map.of("roles", List.of(1, Map.of("a", "b"), "x")), "roles"))
                .containsExactly("x");
        assertThat(Claims.texts(Map.of("roles", 7), "roles")).isEmpty();
        assertThat(Claims.texts(Map.of("roles", "x"), "roles.inner")).isEmpty();
        assertThat(Claims.texts(Map.of("a", "b"), "")).isEmpty();
    }

    @Test
    void makesNamesPrintable() {
        assertThat(Claims.printable(Map.of("name", " Kim\n\u0000Lee "), "name")).isEqualTo("Kim Lee");
        assertThat(Claims.printable(Map.of("name", "\n"), "name")).isNull();
        assertThat(Claims.printable(Map.of("name", List.of("", "second")), "name"))
                .isEqualTo("second");
        assertThat(Claims.printable(Map.of(), "name")).isNull();
    }

    @Test
    void cutsLongNamesBetweenCharacters() {
        String long99 = "n".repeat(99);

        assertThat(Claims.printable(Map.of("name", long99 + "xy"), "name")).isEqualTo(long99 + "x");
        assertThat(Claims.printable(Map.of("name", long99 + "\uD83D\uDE00"), "name"))
                .isEqualTo(long99);
    }
}
