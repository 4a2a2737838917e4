package dev.viva.openai;

import dev.viva.realtime.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The times and bounds of a sideband.
 *
 * @param timeout for the handshake, and for an update to be acknowledged
 * @param ping between two pings
 * @param lifetime after this, a disconnected sideband does not reconnect
 * @param queue events that may wait for the listener
 * @param notFound when repeated 404s count as the end of the call
 */
record SidebandSettings(
        Duration timeout, Duration ping, Duration lifetime, Backoff backoff, int queue, NotFoundRule notFound) {

    /** A dead connection, as behind a broken router, is noticed within two of these. */
    private static final Duration PING = Duration.ofSeconds(5);

    /** The provider ends every call within an hour, so a sideband does not reconnect after 65 minutes. */
    static SidebandSettings of(Duration timeout, Duration endedAfter) {
        var backoff = new Backoff(
                Duration.ofMillis(250),
                Duration.ofSeconds(15),
                () -> ThreadLocalRandom.current().nextDouble());
        return new SidebandSettings(timeout, PING, Duration.ofMinutes(65), backoff, 256, NotFoundRule.of(endedAfter));
    }
}
