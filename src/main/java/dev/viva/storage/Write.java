package dev.viva.storage;

/** A caller's work in the transaction of its batch. It runs again if the batch is rolled back. */
@FunctionalInterface
public interface Write<T> {
    T apply(Transaction transaction);
}
