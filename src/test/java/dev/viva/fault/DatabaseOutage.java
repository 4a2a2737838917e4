package dev.viva.fault;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Takes the database of one folder away from the service that is started on it afterwards, and gives it back. Thread-safe. */
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
        // What got through before the outage has worked.
    }

    @Override
    public void close() {
        out = false;
        FaultyDriver.clear(folder);
    }
}
