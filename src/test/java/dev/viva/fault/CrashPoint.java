package dev.viva.fault;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A place within a request, or within the timer, at which the process is killed.
 *
 * @param place as {@link Stops} and {@link StopFilter} name it
 */
record CrashPoint(Operation operation, String place) {
    enum Operation {
        CREATE,
        RELAY,
        /** A stored line is relayed again. */
        RELAY_AGAIN,
        PHASE,
        CALL,
        END,
        /** The timer closes a session after its grace window. */
        CLOSE,
        ERASE,
        /** A session created with an idempotency key, which is deleted first. */
        ERASE_WITH_KEY;

        boolean erases() {
            return this == ERASE || this == ERASE_WITH_KEY;
        }
    }

    /**
     * The places that one kill covers: around requests and in the writer thread. A batch reaches its later places only
     * if its writes are committed together.
     */
    record Kill(List<CrashPoint> requests, List<CrashPoint> writer) {
        boolean batch() {
            return writer.size() > 1;
        }
    }

    /** All operations at one place of the group commit, then each one at its own statements. */
    static List<Kill> kills() {
        return List.of(
                new Kill(List.of(), together("before commit")),
                new Kill(List.of(), together("after commit")),
                new Kill(List.of(), together("answered")),
                new Kill(around("request"), at(Operation.RELAY, "after INSERT INTO session_event")),
                new Kill(around("before the answer"), at(Operation.END, "after UPDATE session SET state = 'ended'")),
                new Kill(around("half the answer"), at(Operation.END, "after INSERT INTO session_event")),
                new Kill(around("after the answer"), at(Operation.PHASE, "after UPDATE session SET phase")),
                new Kill(
                        List.of(new CrashPoint(Operation.RELAY_AGAIN, "before the answer")),
                        at(Operation.CREATE, "after INSERT INTO session (")),
                new Kill(
                        List.of(new CrashPoint(Operation.CALL, "before the answer")),
                        at(Operation.CALL, "before UPDATE voice_call SET provider_id")),
                new Kill(
                        List.of(new CrashPoint(Operation.CALL, "request")),
                        at(Operation.CLOSE, "after UPDATE session SET state = 'closed'")),
                new Kill(
                        List.of(new CrashPoint(Operation.CALL, "half the answer")),
                        at(Operation.CLOSE, "before INSERT INTO session_event")),
                new Kill(
                        List.of(new CrashPoint(Operation.ERASE, "request")),
                        at(Operation.ERASE, "before DELETE FROM session_event")),
                new Kill(
                        List.of(new CrashPoint(Operation.ERASE, "after the answer")),
                        at(Operation.ERASE, "after DELETE FROM session_event")),
                new Kill(List.of(), at(Operation.ERASE, "after UPDATE session SET erased_at")),
                new Kill(List.of(), at(Operation.ERASE_WITH_KEY, "after DELETE FROM idempotency_key")),
                new Kill(List.of(), at(Operation.ERASE_WITH_KEY, "after commit")));
    }

    static List<CrashPoint> all() {
        return kills().stream()
                .flatMap(kill -> Stream.concat(kill.requests().stream(), kill.writer().stream()))
                .toList();
    }

    private static List<CrashPoint> together(String place) {
        return List.of(
                new CrashPoint(Operation.CREATE, place),
                new CrashPoint(Operation.RELAY, place),
                new CrashPoint(Operation.RELAY_AGAIN, place),
                new CrashPoint(Operation.PHASE, place),
                new CrashPoint(Operation.CALL, place),
                new CrashPoint(Operation.END, place),
                new CrashPoint(Operation.ERASE, place));
    }

    private static List<CrashPoint> around(String place) {
        return List.of(
                new CrashPoint(Operation.CREATE, place),
                new CrashPoint(Operation.RELAY, place),
                new CrashPoint(Operation.PHASE, place),
                new CrashPoint(Operation.END, place));
    }

    private static List<CrashPoint> at(Operation operation, String place) {
        return List.of(new CrashPoint(operation, place));
    }

    @Override
    public String toString() {
        return operation.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + place;
    }
}
