package dev.viva.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.soak.growth.Bounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final String WARM_UP = "warm-up";

    private final List<String> done = new ArrayList<>();

    private boolean passes(String duration, String... failing) throws IOException, InterruptedException {
        var steps = new Steps() {
            @Override
            public boolean warmUp() {
                return one(WARM_UP, Bounds.WARM);
            }

            @Override
            public boolean one(String name, Bounds bounds) {
                done.add(name);
                return !Set.of(failing).contains(name);
            }
        };
        return steps.all(
                List.of("SchoolDay", "BadDay"), Settings.ofEnvironment(Map.of("VIVA_SOAK_DURATION", duration)));
    }

    @Test
    void aLongRunWarmsUpAndAShortOneDoesNot() throws IOException, InterruptedException {
        assertThat(passes("PT5M")).isTrue();
        assertThat(done).containsExactly(WARM_UP, "SchoolDay", "BadDay");
        done.clear();
        assertThat(passes("PT1M")).isTrue();
        assertThat(done).containsExactly("SchoolDay", "BadDay");
    }

    @Test
    void aRunFailsWhenAnyStepFails() throws IOException, InterruptedException {
        assertThat(passes("PT5M", WARM_UP)).isFalse();
        assertThat(passes("PT5M", "SchoolDay")).isFalse();
        assertThat(passes("PT5M", "BadDay")).isFalse();
    }
}
