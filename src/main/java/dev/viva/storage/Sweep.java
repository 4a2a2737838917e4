package dev.viva.storage;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;

/** Handles many items, so that a failure of one does not stop the rest. */
public final class Sweep {
    private Sweep() {}

    /**
     * Runs the step for every item. Stops early only when the database is out, since every step would then fail.
     *
     * @throws RuntimeException the first failure, with later ones suppressed
     */
    public static <T> void forEachIsolated(Iterable<T> all, Consumer<? super T> step) {
        RuntimeException first = null;
        for (T one : all) {
            try {
                step.accept(one);
            } catch (RuntimeException e) {
                if (concernsAll(e)) {
                    throw e;
                }
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static boolean concernsAll(RuntimeException e) {
        return switch (e) {
            case ProblemException problem ->
                problem.failure() == Failure.STORAGE_UNAVAILABLE || problem.failure() == Failure.OVERLOADED;
            case JdbiException read -> StorageFailures.concernsAll(read); // each would wait for a silent database
            default -> false;
        };
    }
}
