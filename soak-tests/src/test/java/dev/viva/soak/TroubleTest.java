package dev.viva.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.soak.Trouble.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TroubleTest {
    private static final Duration SHORT = Duration.ofMillis(2);

    private final List<String> done =
            new ArrayList<>(); // by the thread of the trouble, which has ended when it is read
    private final AtomicBoolean left = new AtomicBoolean();

    private Incident incident(String name, Runnable end) {
        return new Incident(name, () -> done.add(name + " begins"), () -> {
            done.add(name + " ends");
            end.run();
        });
    }

    private List<String> problems(int repeated, Incident... incidents) throws InterruptedException {
        try (var trouble = new Trouble(List.of(incidents), SHORT, SHORT, () -> true, left::get)) {
            return trouble.end(repeated, true);
        }
    }

    @Test
    void doesOneIncidentAfterTheOther() throws InterruptedException {
        assertThat(problems(1, incident("one", () -> {}), incident("two", () -> {})))
                .isEmpty();
        assertThat(done).containsExactly("one begins", "one ends", "two begins", "two ends");
    }

    @Test
    void findsABadDayThatNobodyNoticed() throws InterruptedException {
        assertThat(problems(0, incident("one", () -> {})))
                .singleElement()
                .asString()
                .startsWith("nobody noticed");
    }

    @Test
    void anIncidentThatEndsWhenEverybodyHasLeftDidNotHappen() throws InterruptedException {
        assertThat(problems(1, incident("one", () -> {}), incident("two", () -> left.set(true))))
                .singleElement()
                .asString()
                .startsWith("1 of 2 incidents")
                .contains("VIVA_SOAK_DURATION");
    }

    @Test
    void nothingBeginsWhenEverybodyHasLeft() throws InterruptedException {
        left.set(true);

        assertThat(problems(1, incident("one", () -> {}))).hasSize(1);
        assertThat(done).isEmpty();
    }

    @Test
    void findsAnIncidentThatFails() throws InterruptedException {
        assertThat(problems(1, incident("one", () -> {
                    throw new IllegalStateException("Redis did not start");
                })))
                .singleElement()
                .asString()
                .contains("Redis did not start");
    }
}
