package dev.viva.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.ProblemException;
import dev.viva.testing.LogLines;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.Until;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private final TestClock clock = new TestClock();
    private final TestIssuer issuer = new TestIssuer(clock);
    private final MetricRegistry metrics = new MetricRegistry();
    private final Oidc oidc = Oidc.of(
            config(issuer.issuer()),
            new IssuerDocuments(config(issuer.issuer()), Duration.ofMinutes(1)),
            metrics,
            clock);

    private static OidcConfiguration config(String issuer) {
        return new OidcConfiguration(
                issuer,
                TestIssuer.AUDIENCE,
                "page",
                null,
                null,
                "realm_access.roles",
                List.of(TestIssuer.FACULTY_ROLE),
                null,
                "group",
                null,
                null);
    }

    /** A request waits for them for two seconds alone. */
    @BeforeEach
    void untilTheKeysAreKnown() {
        Until.isTrue("the keys are known", () -> {
            try {
                return oidc.verify(issuer.student("somebody")).isPresent();
            } catch (ProblemException notYet) {
                return false;
            }
        });
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void readsWhoAStudentIs() {
        Identity student = oidc.verify(issuer.student("kim")).orElseThrow();

        assertThat(student.name()).isEqualTo("Name of kim");
        assertThat(student.group()).isEqualTo("PT-2B");
        assertThat(student.faculty()).isFalse();
        assertThat(student.id()).matches("[0-9a-f]{64}");
        assertThat(student.expires()).isEqualTo(clock.instant().plus(Duration.ofMinutes(61)));
    }

    @Test
    void recognisesFacultyByTheConfiguredClaim() {
        assertThat(oidc.verify(issuer.faculty("ada")).orElseThrow().faculty()).isTrue();
        assertThat(oidc.verify(issuer.sign(issuer.claims("ada").claim("roles", List.of(TestIssuer.FACULTY_ROLE))))
                        .orElseThrow()
                        .faculty())
                .as("the role in another claim")
                .isFalse();
    }

    @Test
    void knowsAPersonAgainByAnyOfTheirTokens() {
        String first = oidc.verify(issuer.student("kim")).orElseThrow().id();

        clock.advance(Duration.ofMinutes(5));
        assertThat(oidc.verify(issuer.student("kim")).orElseThrow().id()).isEqualTo(first);
        assertThat(oidc.verify(issuer.student("lee")).orElseThrow().id()).isNotEqualTo(first);
    }

    @Test
    void acceptsAnEllipticCurveAndAnAccessTokenByItsType() {
        assertThat(oidc.verify(issuer.signByCurve(issuer.claims("kim")))).isPresent();
    }

    @Test
    void refusesEveryWrongToken() {
        assertThat(oidc.verify(issuer.student("kim"))).isPresent();

        Map<String, String> wrong = issuer.wrong("kim");
        assertThat(wrong).hasSizeGreaterThan(20);
        wrong.forEach((what, token) -> {
            assertThat(oidc.verify(token)).as(what).isEmpty();
            assertThat(oidc.recognise(token)).as(what).isEmpty();
        });
    }

    @Test
    void acceptsAMinuteOfDifferenceBetweenClocks() {
        String late = issuer.sign(issuer.claims("kim").expirationTime(issuer.fromNow(Duration.ofSeconds(-59))));
        String early = issuer.sign(issuer.claims("kim")
                .issueTime(issuer.fromNow(Duration.ofSeconds(59)))
                .notBeforeTime(issuer.fromNow(Duration.ofSeconds(59))));

        assertThat(oidc.verify(late)).isPresent();
        assertThat(oidc.verify(early)).isPresent();
    }

    @Test
    void refusesAVerifiedTokenOnceItHasExpired() {
        String token = issuer.student("kim");
        assertThat(oidc.verify(token)).isPresent();

        clock.advance(Duration.ofMinutes(61).minusSeconds(1));
        assertThat(oidc.verify(token)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(oidc.verify(token)).isEmpty();
    }

    @Test
    void invariant8NamesNobodyInTextLogsAndMetrics() {
        try (var log = LogLines.warnings()) {
            Identity student = oidc.verify(issuer.student("kim")).orElseThrow();
            issuer.wrong("kim").values().forEach(oidc::verify);

            assertThat(student.toString()).isEqualTo("Identity[student]");
            assertThat(log.words()).isEmpty();
            assertThat(metrics.getNames()).noneMatch(name -> name.contains("kim"));
        }
    }

    @Test
    void countsWhatItRefusesByReason() {
        oidc.verify(issuer.student("kim"));
        Map<String, String> wrong = issuer.wrong("kim");
        List.of(
                        "another audience",
                        "expired",
                        "not yet valid",
                        "another key of the same id",
                        "an unknown key",
                        "no subject",
                        "garbage")
                .forEach(what -> {
                    oidc.recognise(wrong.getOrDefault(what, ""));
                    oidc.verify(wrong.getOrDefault(what, ""));
                });

        assertThat(List.of("audience", "expired", "early", "signature", "key", "incomplete"))
                .allSatisfy(reason -> assertThat(
                                metrics.counter("viva.oidc.refused." + reason).getCount())
                        .isEqualTo(1));
    }
}
