package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricFilter;
import com.codahale.metrics.MetricRegistry;
import dev.viva.testing.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolsTest {
    @TempDir
    Path folder;

    /** A class that begins at once waits for no connection. */
    @Test
    void connectionsToPostgresqlAreOpenFromTheStart() throws Exception {
        var metrics = new MetricRegistry();
        var config = Engine.POSTGRESQL.configuration(folder);
        Database database = Database.open(config, folder, metrics);
        database.start();
        try {
            assertThat(metrics.getGauges(MetricFilter.endsWith(".database.size"))
                            .values())
                    .singleElement()
                    .returns(config.maxConnections(), gauge -> gauge.getValue());
        } finally {
            database.stop();
        }
    }
}
