package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Connections that relay, each into a session of its own. A session begins with half of the lines. Before a turn,
 * another takes the place of one that has all of them, so every relay goes into a long log and nothing else is measured.
 */
final class Connections {
    private static final int LINES = 900;

    private final Api api;
    private final Collection<Session> sessions = new ConcurrentLinkedQueue<>();

    Connections(Api api) {
        this.api = api;
    }

    static final class Connection {
        private Session session;
        private long sent;
    }

    List<Connection> open(int count) throws IOException, InterruptedException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var connection = new Connection();
            beginAgain(connection);
            connections.add(connection);
        }
        return connections;
    }

    private void beginAgain(Connection connection) throws IOException, InterruptedException {
        connection.session = api.begin();
        api.fill(connection.session, LINES / 2);
        sessions.add(connection.session);
    }

    /** Measures a turn of all connections at once. Long sessions are replaced before it. */
    Figures turn(List<Connection> connections, Duration time, Load.Next<Connection> next) throws Exception {
        for (Connection connection : connections) {
            if (connection.session.lines() >= LINES) {
                beginAgain(connection);
            }
        }
        return Load.measure(connections, time, next);
    }

    /** Relays the next line. */
    boolean relay(Connection connection) throws IOException, InterruptedException {
        return api.relay(connection.session);
    }

    /** Alternately relays a stored line and a new one. */
    boolean relayTwice(Connection connection) throws IOException, InterruptedException {
        if (connection.sent++ % 2 == 1) {
            return relay(connection);
        }
        int known = ThreadLocalRandom.current().nextInt(connection.session.lines()) + 1;
        return api.relayAgain(connection.session, known);
    }

    /** Erases what all connections have relayed, after a look whether it was stored, and begins again. */
    void eraseAll(List<Connection> connections) throws IOException, InterruptedException {
        verify();
        for (Session session : sessions) {
            api.erase(session);
        }
        sessions.clear();
        for (Connection connection : connections) {
            beginAgain(connection);
        }
    }

    /** Fails unless every acknowledged line is stored. */
    void verify() throws IOException, InterruptedException {
        api.verify(sessions);
    }
}
