package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.problem.Secret;
import dev.viva.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {
    private static final Secret KEY = new Secret("k".repeat(48));

    private final TestClock clock = new TestClock();
    private final Grants grants = new Grants(KEY, null, Duration.ofHours(24), clock);

    @Test
    void acceptsItsOwnGrantUntilItExpires() {
        String token = grants.grant("ses_a").value().reveal();

        assertThat(grants.read(token))
                .hasValueSatisfying(g -> assertThat(g.sessionId()).isEqualTo("ses_a"));
        clock.advance(Duration.ofHours(24));
        assertThat(grants.read(token)).isEmpty();
    }

    @Test
    void refusesAGrantOfAnotherKey() {
        var other = new Grants(new Secret("o".repeat(48)), null, Duration.ofHours(24), clock);

        assertThat(grants.read(other.grant("ses_a").value().reveal())).isEmpty();
    }

    @Test
    void refusesAnAlteredGrant() {
        String[] parts = grants.grant("ses_a").value().reveal().split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        parts[1] = base64(claims.replace("ses_a", "ses_b"));

        assertThat(grants.read(String.join(".", parts))).isEmpty();
    }

    @Test
    void refusesAGrantThatChoosesItsOwnAlgorithm() {
        String claims = grants.grant("ses_a").value().reveal().split("\\.")[1];

        assertThat(grants.read(base64("{\"alg\":\"none\"}") + "." + claims + "."))
                .isEmpty();
        assertThat(grants.read("x".repeat(5000))).isEmpty();
        assertThat(grants.read("")).isEmpty();
    }

    @Test
    void invariant8NeverShowsATokenOrAKey() {
        var token = grants.grant("ses_a");

        assertThat(token.toString()).doesNotContain(token.value().reveal());
        assertThat(AccessConfiguration.ofKeys(KEY, null, null, null).toString()).doesNotContain(KEY.reveal());
    }

    @Test
    void createsItsKeyOnceAndOwnerOnly(@TempDir Path folder) throws Exception {
        Secret made = GrantKey.of(null, folder);

        assertThat(GrantKey.of(null, folder)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("grant.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesATruncatedKeyFile(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("grant.key"), "short");

        assertThatThrownBy(() -> GrantKey.of(null, folder))
                .hasMessageContaining("grant.key")
                .hasMessageContaining("delete it to generate a new key");
    }

    @Test
    void hasDefaultsAndRefusesAShortKey() {
        assertThat(AccessConfiguration.DEFAULTS.grantLifetime()).isEqualTo(io.dropwizard.util.Duration.hours(24));
        assertThat(AccessConfiguration.ofKeys(new Secret(" "), null, null, new Secret(" "))
                        .grantKey())
                .isNull();
        assertThat(AccessConfiguration.ofKeys(new Secret("short"), null, null, null)
                        .isGrantKeyLongEnough())
                .isFalse();
        assertThat(AccessConfiguration.ofKeys(KEY, null, null, null).isGrantKeyLongEnough())
                .isTrue();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
