package dev.viva.openai;

import dev.viva.realtime.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The times and bounds of a sideband.
 *
 * @param timeout for the handshake, and for an update to be in force
 * @param ping between two looks whether the other side is there
 * @param lifetime after which a line that is down is given up
 * @param queue events that may wait for the listener
 * @param notFound when it is believed that there is no such call
 */
record SidebandSettings(
        Duration timeout, Duration ping, Duration lifetime, Backoff backoff, int queue, NotFoundRule notFound) {

    /** For so long at most a line is believed whose other side went without a word, as behind a broken router. */
    private static final Duration PING = Duration.ofSeconds(5);

    /** The provider ends every call within the hour, so that after it there is nothing to come back to. */
    static SidebandSettings of(Duration timeout, Duration endedAfter) {
        var backoff = new Backoff(
                Duration.ofMillis(250),
                Duration.ofSeconds(15),
                () -> ThreadLocalRandom.current().nextDouble());
        return new SidebandSettings(timeout, PING, Duration.ofMinutes(65), backoff, 256, NotFoundRule.over(endedAfter));
    }
}
