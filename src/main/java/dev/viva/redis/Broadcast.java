package dev.viva.redis;

import java.util.function.Consumer;

/**
 * Sends messages to all replicas, including the sender. Delivery is not guaranteed: a listener that must not miss
 * anything reads the database. Thread-safe.
 */
public interface Broadcast {
    /** The topic of what replicas tell each other about sessions. */
    String WAKE = "viva:wake";

    /** Sends a message without waiting. */
    void send(String topic, String message);

    /** Subscribes to a topic. The listener must not block. */
    void listen(String topic, Consumer<String> listener);

    /** For a single replica: messages are dropped. */
    static Broadcast alone() {
        return new Broadcast() {
            @Override
            public void send(String topic, String message) {
                // There is no listener.
            }

            @Override
            public void listen(String topic, Consumer<String> listener) {
                // There is no sender.
            }
        };
    }
}
