package dev.viva.storage;

/** What a caller does in the transaction of its batch. It runs again when its batch had to be undone. */
@FunctionalInterface
public interface Write<T> {
    T apply(Transaction transaction);
}
