package dev.viva.storage;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What a write works with: the DAOs on the writer's own connection, inside its transaction. They are made once per
 * connection, for making one costs more than the statement that it runs. Used by the writer's thread alone.
 */
public final class Transaction implements AutoCloseable {
    private final Handle handle;
    private final Map<Class<?>, Object> daos = new HashMap<>();

    Transaction(Handle handle) {
        this.handle = handle;
    }

    /** The DAO of that type; its changes are the transaction's. */
    public <D> D dao(Class<D> type) {
        return type.cast(daos.computeIfAbsent(type, handle::attach));
    }

    Handle handle() {
        return handle;
    }

    @Override
    public void close() {
        handle.close();
    }
}
