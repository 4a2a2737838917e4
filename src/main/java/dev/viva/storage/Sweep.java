package dev.viva.storage;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.util.function.Consumer;

/** Does one thing for each of many, so that one that cannot be done stops none behind it. */
public final class Sweep {
    private Sweep() {}

    /**
     * Tries all, unless the database is out, when none behind it would fare better.
     *
     * @throws RuntimeException the first failure, with those after it as suppressed
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
        return e instanceof ProblemException problem
                && (problem.failure() == Failure.STORAGE_UNAVAILABLE || problem.failure() == Failure.OVERLOADED);
    }
}
