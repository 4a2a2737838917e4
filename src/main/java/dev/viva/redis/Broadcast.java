package dev.viva.redis;

import java.util.function.Consumer;

/**
 * Words to all processes of a deployment, the sender's own included. Nobody is owed one: a message may be lost, and
 * whoever must not miss anything reads the database. Thread-safe.
 */
public interface Broadcast {
    /** Sends without waiting. */
    void send(String topic, String message);

    /** Hears a topic from now on. The listener must not block. */
    void listen(String topic, Consumer<String> listener);

    /** For a process that is alone. */
    static Broadcast alone() {
        return new Broadcast() {
            @Override
            public void send(String topic, String message) {
                // Nobody hears it.
            }

            @Override
            public void listen(String topic, Consumer<String> listener) {
                // Nobody says anything.
            }
        };
    }
}
