package dev.viva.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Places at which a thread of the service blocks, so that the process can be killed there. A file shows that a place is
 * reached. Places are {@code before …} or {@code after …} a statement with that beginning or a {@code commit};
 * {@code answered}, after callers are answered and before listeners are notified; and {@code hold}, where the writer
 * waits for its release so that all writes meanwhile form one batch. Thread-safe.
 */
final class Stops implements SqlFaults {
    static final String RELEASED = "released";
    private static final String NEW_SESSION = "INSERT INTO session (";

    private final Path folder;
    private final Queue<Stop> armed = new ConcurrentLinkedQueue<>();

    Stops(Path folder) {
        this.folder = folder;
    }

    /** A place, and the session for which it is armed; none while a session is being created. */
    private static final class Stop {
        private final String name;
        private final String place;
        private volatile String session;

        Stop(String name, String place, String session) {
            this.name = name;
            this.place = place;
            this.session = session;
        }

        /** A session created with an idempotency key is committed under that key. */
        boolean isOneOf(Collection<String> keys) {
            return keys.contains(session)
                    || name.startsWith("create") && keys.stream().anyMatch(key -> key.startsWith("key_"));
        }

        boolean at(String when, Step step) {
            if (session.isEmpty() && step.sql().contains(NEW_SESSION)) {
                session = String.valueOf(step.values().getFirst());
            }
            String sql = step.sql().replaceAll("\\s+", " ").strip();
            return place.startsWith(when + " ")
                    && sql.startsWith(place.substring(when.length() + 1))
                    && step.values().contains(session);
        }
    }

    void arm(String name, String place, String session) {
        armed.add(new Stop(name, place, session));
    }

    @Override
    public void before(Step step) {
        if (step.writing()) {
            armed.stream()
                    .filter(stop -> stop.place.equals("hold") && step.values().contains(stop.session))
                    .forEach(this::hold);
            stopAt(armed.stream().filter(stop -> stop.at("before", step)).toList());
        }
    }

    @Override
    public void after(Step step) {
        if (step.writing()) {
            stopAt(armed.stream().filter(stop -> stop.at("after", step)).toList());
        }
    }

    /** Callers are answered; listeners are not notified yet. */
    void answered(Collection<String> sessions) {
        stopAt(armed.stream()
                .filter(stop -> stop.place.equals("answered") && stop.isOneOf(sessions))
                .toList());
    }

    private void hold(Stop stop) {
        say(stop.name);
        armed.remove(stop);
        while (!Files.exists(folder.resolve(RELEASED))) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void stopAt(List<Stop> here) {
        if (!here.isEmpty()) {
            here.forEach(stop -> say(stop.name));
            stand();
        }
    }

    /** Writes the file for this place and blocks. */
    void stopHere(String name) {
        say(name);
        stand();
    }

    private static void stand() {
        while (true) {
            LockSupport.park();
        }
    }

    private void say(String name) {
        try {
            Files.createFile(reached(folder, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that shows that a place is reached. */
    static Path reached(Path folder, String name) {
        return folder.resolve("reached-" + name.replaceAll("[^a-z0-9]+", "-"));
    }
}
