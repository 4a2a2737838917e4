package dev.viva.fault;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Makes the database of one folder fail for the service started on it, and recover. Thread-safe. */
public final class DatabaseOutage implements SqlFaults, AutoCloseable {
    private final String folder;
    private volatile boolean out;

    public DatabaseOutage(Path folder) {
        this.folder = folder.toString();
        try {
            FaultyDriver.set(this.folder, this);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void begin() {
        out = true;
    }

    @Override
    public void before(Step step) throws SQLException {
        if (out) {
            throw new SQLTransientConnectionException("the database is not there");
        }
    }

    @Override
    public void after(Step step) {
        // Steps before the outage have succeeded.
    }

    @Override
    public void close() {
        out = false;
        FaultyDriver.clear(folder);
    }
}
