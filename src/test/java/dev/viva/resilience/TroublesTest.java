package dev.viva.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.viva.realtime.Operation;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.testing.LogLines;
import dev.viva.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TroublesTest {
    private final TestClock clock = new TestClock();
    private final Troubles troubles = new Troubles(clock);
    private final LogLines log = LogLines.of(Troubles.class);

    @AfterEach
    void leave() {
        log.close();
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "INVALID_OFFER")
    void namesEachKindAndItsRemedyUntilACallSucceeds(Kind kind) {
        String since = clock.instant().toString();
        troubles.failed(Operation.CALL, kind, "some_code");
        clock.advance(Duration.ofMinutes(3));
        troubles.failed(Operation.CALL, kind, "some_code");

        assertThat(troubles.isPresent(kind)).isTrue();
        assertThat(troubles.warnings())
                .singleElement()
                .asString()
                .contains("(" + kind.label() + ") since " + since + ". ")
                .doesNotContain("some_code");

        troubles.succeeded(Operation.CALL);
        assertThat(troubles.isPresent(kind)).isFalse();
        assertThat(troubles.warnings()).isEmpty();
    }

    @Test
    void logsTheBeginningAndTheEnd() {
        for (int i = 0; i < 100; i++) {
            troubles.failed(Operation.CALL, Kind.QUOTA, "insufficient_quota");
            troubles.failed(Operation.SECRET, Kind.QUOTA, "insufficient_quota");
            clock.advance(Duration.ofSeconds(1));
            troubles.succeeded(Operation.CALL); // every other call succeeds
        }
        assertThat(log.events()).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        troubles.succeeded(Operation.CALL);
        troubles.succeeded(Operation.CALL);
        assertThat(log.events()).hasSize(2).allMatch(line -> line.getLevel() == Level.WARN);
        assertThat(log.words().getFirst()).contains("quota", "insufficient_quota", "Add credit");
        assertThat(log.words().getLast()).contains("quota ended");
    }

    @ParameterizedTest
    @CsvSource({
        "CALL,     UNAVAILABLE,   HANG_UP,  false",
        "CALL,     UNAVAILABLE,   SECRET,   false",
        "CALL,     UNAUTHORIZED,  MODELS,   true",
        "CALL,     UNAVAILABLE,   MODELS,   true",
        "CALL,     TIMEOUT,       MODELS,   true",
        "CALL,     QUOTA,         MODELS,   false",
        "CALL,     MODEL_MISSING, MODELS,   false",
        "SECRET,   QUOTA,         CALL,     true",
        "RESPONSE, QUOTA,         CALL,     false",
        "RESPONSE, QUOTA,         RESPONSE, true",
        "CALL,     QUOTA,         RESPONSE, true",
        "SIDEBAND, UNAVAILABLE,   SIDEBAND, true",
    })
    void endsOnlyWithASuccessThatProvesRecovery(Operation failed, Kind kind, Operation succeeded, boolean over) {
        troubles.failed(failed, kind, null);
        clock.advance(Duration.ofSeconds(61));
        troubles.succeeded(succeeded);

        assertThat(troubles.isPresent(kind)).isNotEqualTo(over);
    }

    @Test
    void listingModelsDoesNotEndCallTrouble() {
        troubles.failed(Operation.CALL, Kind.UNAVAILABLE, null);
        clock.advance(Duration.ofSeconds(59));
        troubles.succeeded(Operation.MODELS);

        assertThat(troubles.isPresent(Kind.UNAVAILABLE)).isTrue();
    }

    /** Otherwise a replica without use reports all night what another has seen end. */
    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "INVALID_OFFER")
    void isForgottenAQuarterOfAnHourAfterTheLastFailure(Kind kind) {
        for (int i = 0; i < 3; i++) {
            troubles.failed(Operation.CALL, kind, "some_code");
            clock.advance(Duration.ofMinutes(15));
            assertThat(troubles.isPresent(kind)).isTrue();
        }
        clock.advance(Duration.ofSeconds(1));

        assertThat(troubles.isPresent(kind)).isFalse();
        assertThat(troubles.any()).isFalse();
        assertThat(troubles.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"HANG_UP, NOT_FOUND", "SIDEBAND, NOT_FOUND", "CALL, INVALID_OFFER"})
    void ignoresOrdinaryFailures(Operation operation, Kind kind) {
        troubles.failed(operation, kind, null);

        assertThat(troubles.any()).isFalse();
        assertThat(log.events()).isEmpty();
    }
}
