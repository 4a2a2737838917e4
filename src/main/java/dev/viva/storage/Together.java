package dev.viva.storage;

import java.util.List;

/**
 * Work that many callers ask for alike, done at once in the transaction of their batch: few statements serve them all. It
 * runs again, for each caller alone, if the batch is rolled back.
 *
 * @param <I> what each caller brings
 * @param <T> what each caller gets
 */
@FunctionalInterface
public interface Together<I, T> {
    /**
     * Does the work of some callers.
     *
     * @param inputs at least one, in the order of their keys, and within a key in the order of arrival
     * @return a result for each input, in their order. A refusal is a result too, since the others stay stored
     */
    List<T> apply(Transaction transaction, List<I> inputs);
}
