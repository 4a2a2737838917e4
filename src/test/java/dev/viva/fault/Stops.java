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
 * Places in the work of a service at which a thread stands still, to be killed there. That it does is said by a file.
 * A place is {@code before …} or {@code after …} a statement that begins so or a {@code commit}; or between the answer
 * to a caller and the word to listeners, {@code told}; or {@code hold}, where the writer waits until it is released, so
 * that what comes meanwhile is one batch. Thread-safe.
 */
final class Stops implements SqlFaults {
    static final String RELEASED = "released";
    private static final String NEW_SESSION = "INSERT INTO session (";

    private final Path folder;
    private final Queue<Stop> armed = new ConcurrentLinkedQueue<>();

    Stops(Path folder) {
        this.folder = folder;
    }

    /** A place, and the session at whose work it counts; none while a session is being made. */
    private static final class Stop {
        private final String name;
        private final String place;
        private volatile String session;

        Stop(String name, String place, String session) {
            this.name = name;
            this.place = place;
            this.session = session;
        }

        /** A session that is made under a caller's key is committed under that. */
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

    /** Callers have their answers, listeners do not know yet. */
    void told(Collection<String> sessions) {
        stopAt(armed.stream()
                .filter(stop -> stop.place.equals("told") && stop.isOneOf(sessions))
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

    /** Says that the place is reached and goes no further. */
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

    /** The file that says that a place is reached. */
    static Path reached(Path folder, String name) {
        return folder.resolve("reached-" + name.replaceAll("[^a-z0-9]+", "-"));
    }
}
