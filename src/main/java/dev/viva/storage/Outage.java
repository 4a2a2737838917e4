package dev.viva.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs one message when something starts to fail and one when it works again, however often it fails in between.
 * Thread-safe.
 */
public final class Outage {
    private final Logger log;
    private final String fails;
    private final String works;
    private boolean out; // guarded by this
    private @Nullable String unexpected; // guarded by this: what was logged with its trace

    /**
     * @param fails the first message, with its component, such as {@code "log poll: failing"}
     * @param works the last message
     */
    public Outage(Logger log, String fails, String works) {
        this.log = log;
        this.fails = fails;
        this.works = works;
    }

    /** Records a transient failure. True when it is the first. */
    public synchronized boolean fails(String reason) {
        if (out) {
            log.debug("{}: {}", fails, reason);
            return false;
        }
        log.warn("{}: {}", fails, reason);
        out = true;
        return true;
    }

    /** Records an unexpected failure. It is logged with its trace, unless the one before was of the same kind. */
    public synchronized void failsUnexpectedly(Throwable thrown) {
        String kind = thrown.getClass().getName();
        if (!Objects.equals(unexpected, kind)) {
            log.error("{}", fails, thrown);
            unexpected = kind;
        }
        out = true;
    }

    /** Records a success. */
    public synchronized void succeeds() {
        if (out) {
            log.warn("{}", works);
            out = false;
            unexpected = null;
        }
    }

    /** Whether the last attempt failed. */
    public synchronized boolean isOngoing() {
        return out;
    }
}
