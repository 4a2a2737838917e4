package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricFilter;
import com.codahale.metrics.MetricRegistry;
import dev.viva.testing.Engine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
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

    /** A server that vanished answers nothing, and the system waits for it for hours. */
    @Test
    void everyConnectionToPostgresqlGivesUpASilentServer() {
        var pools = new Pools(Engine.POSTGRESQL.configuration(folder), folder);
        assertThat(List.of(pools.migrations(), pools.existing(), pools.probing(), pools.writer(), pools.readers()))
                .allSatisfy(pool -> assertThat(pool.getProperties()).containsKey("socketTimeout"));
    }

    @Test
    void aWaitThatWasOverAtOnceIsWaitedAgain() throws Exception {
        try (var pool = new FullPool(1);
                Connection connection = Database.waitTwice(pool)) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void aPoolThatStaysFullFails() {
        try (var pool = new FullPool(2)) {
            assertThatThrownBy(() -> Database.waitTwice(pool)).isInstanceOf(PoolExhaustedException.class);
            assertThat(pool.waits).isEqualTo(2);
        }
    }

    /** A pool of SQLite whose first waits are over before a connection is free. */
    private static final class FullPool extends DataSource implements AutoCloseable {
        private final int full;
        private int waits;

        private FullPool(int full) {
            this.full = full;
            setDriverClassName("org.sqlite.JDBC");
            setUrl("jdbc:sqlite::memory:");
        }

        @Override
        public Connection getConnection() throws SQLException {
            waits++;
            if (waits <= full) {
                throw new PoolExhaustedException("Pool empty");
            }
            return super.getConnection();
        }
    }
}
