package dev.viva.soak.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final List<String> stopped = new ArrayList<>();
    private final Parts parts = new Parts();

    private void keep(String name) {
        parts.keep(() -> stopped.add(name));
    }

    @Test
    void stopsTheLastPartFirst() {
        keep("database");
        keep("service");

        parts.close();

        assertThat(stopped).containsExactly("service", "database");
    }

    @Test
    void failsWhenAPartDoesNotStopAndStopsTheOthers() {
        keep("database");
        parts.keep(() -> {
            throw new IllegalStateException("java did not stop within PT30S");
        });

        assertThatThrownBy(parts::close)
                .hasMessageContaining("did not stop")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThat(stopped).containsExactly("database");
    }
}
