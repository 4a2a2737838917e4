package dev.viva.soak.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
    static final String METRICS = """
            jvm_memory_used_bytes{area="heap"} 1.0E8
            jvm_memory_used_bytes{area="nonheap"} 9.0E7
            process_resident_memory_bytes 3.0E8
            jvm_threads_current 40.0
            process_open_fds 90.0
            viva_streams_taken 0.0
            process_start_time_seconds 5.0
            viva_sessions_created_total 0.0
            viva_database_size_bytes 9.0E6
            viva_database_connections{pool="database",state="idle"} 3.0
            viva_database_connections{pool="database-writer",state="idle"} 1.0
            """;

    @Test
    void acceptsWhatStaysTheSame() {
        assertThat(Bounds.WARM.exceeded(Reading.of(METRICS), Reading.of(METRICS)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "heap, 1.0E8, 1.2E8",
        "RSS, 3.0E8, 3.6E8",
        "threads, 40.0, 50.0",
        "handles, 90.0, 120.0",
        "streams, 0.0, 1.0",
        "database connections, 3.0, 9.0"
    })
    void namesWhatGrew(String what, String old, String now) {
        String grown = METRICS.replace(" " + old + "\n", " " + now + "\n");

        assertThat(Bounds.WARM.exceeded(Reading.of(METRICS), Reading.of(grown)))
                .singleElement()
                .asString()
                .startsWith(what + " grew");
    }

    @Test
    void refusesMetricsThatLackASeries() {
        assertThatThrownBy(() -> Reading.of(METRICS.replace("process_open_fds", "other")))
                .hasMessageContaining("process_open_fds");
    }

    @Test
    void refusesReadingsWithoutTheKeysOfRedis() {
        String keys = "viva_redis_keys{expire=\"yes\"} 5.0\nviva_redis_keys{expire=\"no\"} 0.0\n";

        assertThat(Reading.withRedis(METRICS + keys).amount(Reading.KEYS)).isEqualTo(5);
        assertThatThrownBy(() -> Reading.withRedis(METRICS)).hasMessageContaining("viva_redis_keys");
    }

    @Test
    void refusesAnAmountThatCouldNotBeMeasured() {
        assertThatThrownBy(() -> Reading.of(METRICS + "viva_redis_keys{expire=\"yes\"} -1.0\n"))
                .hasMessageContaining("could not measure viva_redis_keys");
    }
}
