package dev.viva.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.testing.LogLines;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.TestIssuer.Behaviour;
import dev.viva.testing.Until;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssuerKeysTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final TestIssuer issuer = new TestIssuer(clock);
    private final OidcConfiguration config = new OidcConfiguration(
            issuer.issuer(), TestIssuer.AUDIENCE, null, null, null, null, null, null, null, null, null);
    private final MetricRegistry metrics = new MetricRegistry();
    private IssuerDocuments documents = new IssuerDocuments(config, LONG);
    private IssuerKeys keys = new IssuerKeys(documents, metrics, clock, LONG);
    private TokenVerifier verifier = new TokenVerifier(config, keys, metrics, clock);

    @AfterEach
    void close() {
        documents.close();
        issuer.close();
    }

    /** The other tests wait for as long as a busy machine takes. */
    private void withTimeouts(Duration document, Duration wait) {
        documents.close();
        documents = new IssuerDocuments(config, document);
        keys = new IssuerKeys(documents, metrics, clock, wait);
        verifier = new TokenVerifier(config, keys, metrics, clock);
    }

    private boolean accepts(String token) {
        return verifier.verify(token, Patience.SHORT).isPresent();
    }

    /** With short timeouts a busy machine can let a fetch of a well provider fail; the next one is allowed later. */
    private void untilAccepts(String token) {
        Until.isTrue("accepts the token", () -> {
            try {
                return accepts(token) || isLater();
            } catch (ProblemException notYet) {
                return isLater();
            }
        });
    }

    private boolean isLater() {
        clock.advance(IssuerKeys.PAUSE);
        return false;
    }

    private void cannotTell(String token) {
        assertThatThrownBy(() -> accepts(token))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.failure()).isEqualTo(Failure.IDENTITY_UNAVAILABLE));
    }

    private void refreshed() {
        long before = attempts();
        keys.refresh();
        Until.isTrue("a fetch has ended", () -> attempts() > before);
    }

    private long attempts() {
        return metrics.counter("viva.oidc.fetches.done").getCount()
                + metrics.counter("viva.oidc.fetches.failed").getCount();
    }

    @Test
    void fetchesOnceForManyCallers() {
        for (int i = 0; i < 20; i++) {
            assertThat(accepts(issuer.student("kim" + i))).isTrue();
        }
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void invariant10UnknownKeysCannotMakeTheServiceAskTheProviderOften() {
        assertThat(accepts(issuer.student("kim"))).isTrue();
        for (int i = 0; i < 200; i++) {
            assertThat(accepts(issuer.unknownKey("key-" + i))).isFalse();
            clock.advance(Duration.ofMillis(50)); // ten seconds in all
        }
        assertThat(accepts(issuer.unknownKey("one-more"))).isFalse();

        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void invariant10TheLimitsNeverWaitForTheProvider() {
        issuer.behave(Behaviour.SLOW);

        assertThat(verifier.verify(issuer.student("kim"), Patience.NONE)).isEmpty();
        assertThat(issuer.fetches()).isZero();
    }

    @Test
    void invariant9ARequestWaitsBrieflyForASlowProvider() {
        withTimeouts(LONG, IssuerKeys.MAX_WAIT);
        issuer.behave(Behaviour.SLOW);
        long begin = System.nanoTime();

        cannotTell(issuer.student("kim"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);

        issuer.answer();
        Until.isTrue("the fetch has ended", () -> attempts() > 0);
        assertThat(accepts(issuer.student("kim"))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WELL", "IMPOSTOR"})
    void whoIsLoggedInGoesOnWhileTheProviderIsOut(Behaviour how) {
        String loggedIn = issuer.student("kim");
        String another = issuer.student("lee");
        if (how == Behaviour.SLOW) {
            withTimeouts(Duration.ofSeconds(1), LONG);
        }
        untilAccepts(loggedIn);

        issuer.behave(how);
        issuer.rotate();
        String ofNewKey = issuer.student("new");
        try (var log = LogLines.of(IssuerKeys.class)) {
            for (int minute = 0; minute < 30; minute++) {
                clock.advance(Duration.ofMinutes(1));
                if (how != Behaviour.SLOW || minute == 6) {
                    keys.refresh();
                }
                assertThat(accepts(loggedIn)).isTrue();
                assertThat(accepts(another)).as("not seen before").isTrue();
            }
            Until.isTrue("the outage is noticed", keys::isOut);
            assertThat(accepts(ofNewKey)).isFalse();

            issuer.answer();
            issuer.behave(Behaviour.WELL);
            clock.advance(IssuerKeys.PAUSE);
            untilAccepts(ofNewKey);
            assertThat(log.words())
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .startsWith("oidc: the identity provider's keys cannot be fetched"),
                            last -> assertThat(last).isEqualTo("oidc: the identity provider's keys are fetched again"));
        }
        assertThat(keys.isOut()).isFalse();
    }

    @Test
    void usesItsLastKeysForTwelveHoursAndNoLonger() {
        refreshed();
        issuer.behave(Behaviour.OUT);

        clock.advance(IssuerKeys.MAX_AGE);
        assertThat(accepts(issuer.student("kim"))).isTrue();
        clock.advance(Duration.ofSeconds(1));
        cannotTell(issuer.student("kim"));
        assertThat(verifier.verify(issuer.student("kim"), Patience.NONE)).isEmpty();

        issuer.behave(Behaviour.WELL);
        clock.advance(IssuerKeys.PAUSE);
        assertThat(accepts(issuer.student("kim"))).isTrue();
    }

    @Test
    void aClockThatWasSetBackKeepsNoWithdrawnKey() {
        clock.advance(Duration.ofHours(1));
        refreshed();
        clock.advance(Duration.ofHours(-1));
        refreshed();

        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void acceptsANewKeyAfterOneFetchAndRefusesTheWithdrawnOne() {
        String old = issuer.student("kim");
        assertThat(accepts(old)).isTrue();

        issuer.rotate();
        clock.advance(IssuerKeys.PAUSE);
        assertThat(accepts(issuer.student("kim"))).isTrue();
        assertThat(accepts(old)).as("verified before, and its key is withdrawn").isFalse();
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void acceptsANewKeyOfAnOldIdAfterOneFetch() {
        String old = issuer.student("kim");
        assertThat(accepts(old)).isTrue();
        issuer.replaceKey();
        String ofNewKey = issuer.student("kim");
        assertThat(accepts(ofNewKey)).as("before the pause is over").isFalse();

        clock.advance(IssuerKeys.PAUSE);
        assertThat(verifier.verify(ofNewKey, Patience.NONE)).isEmpty();
        assertThat(issuer.fetches()).isEqualTo(1);
        assertThat(accepts(ofNewKey)).isTrue();

        for (int i = 0; i < 20; i++) {
            assertThat(accepts(old)).as("its key is withdrawn").isFalse();
        }
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void refreshesKeysInTheBackground() {
        String old = issuer.student("kim");
        assertThat(accepts(old)).isTrue();
        issuer.rotate();

        clock.advance(IssuerKeys.REFRESH_AFTER.minusSeconds(1));
        keys.refresh();
        assertThat(issuer.fetches()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        refreshed();

        assertThat(verifier.verify(issuer.student("kim"), Patience.NONE)).isPresent();
        assertThat(accepts(old)).isFalse();
    }

    @Test
    void refusesTheKeysOfAnotherIssuer() {
        issuer.behave(Behaviour.IMPOSTOR);

        cannotTell(issuer.student("kim"));
        assertThat(keys.isOut()).isTrue();
        assertThat(issuer.fetches()).isZero();
    }

    @Test
    void aClockThatIsSetBackDoesNotStopFetches() {
        assertThat(accepts(issuer.student("kim"))).isTrue();
        issuer.rotate();

        clock.advance(Duration.ofHours(-1));
        assertThat(accepts(issuer.student("kim"))).isTrue();
    }
}
