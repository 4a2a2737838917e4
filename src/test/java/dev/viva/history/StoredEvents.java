package dev.viva.history;

import dev.viva.history.History.Frame;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the stored events directly from the tables, bypassing the service. */
public final class StoredEvents implements AutoCloseable {
    private final Connection connection;

    public StoredEvents(String url) throws SQLException {
        this.connection = DriverManager.getConnection(url);
    }

    /** The history with the rows of its session, in order of seq. */
    public History complete(History history) throws SQLException {
        return history.stored(of(history.session()));
    }

    public List<Frame> of(String session) throws SQLException {
        String sql = "SELECT seq, type, payload FROM session_event WHERE session_id = ? ORDER BY seq";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, session);
            var frames = new ArrayList<Frame>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    frames.add(new Frame(rows.getLong(1), rows.getString(2), rows.getString(3)));
                }
            }
            return frames;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
