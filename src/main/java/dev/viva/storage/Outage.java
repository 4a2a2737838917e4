package dev.viva.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One line in the log when something begins to fail and one when it works again, however often it fails in between.
 * Thread-safe.
 */
public final class Outage {
    private final Logger log;
    private final String fails;
    private final String over;
    private boolean out; // guarded by this
    private @Nullable String unexpected; // guarded by this: what was logged with its trace

    /**
     * @param fails what the first line says, with the component before it, such as {@code "log poll: failing"}
     * @param over what the last line says
     */
    public Outage(Logger log, String fails, String over) {
        this.log = log;
        this.fails = fails;
        this.over = over;
    }

    /** Something failed in a way that passes by itself. True when it is the first time. */
    public synchronized boolean fails(String reason) {
        if (out) {
            log.debug("{}: {}", fails, reason);
            return false;
        }
        log.warn("{}: {}", fails, reason);
        out = true;
        return true;
    }

    /** Something failed that should not: logged with its trace, once for each kind of exception in a row. */
    public synchronized void failsUnexpectedly(Throwable thrown) {
        String kind = thrown.getClass().getName();
        if (!Objects.equals(unexpected, kind)) {
            log.error("{}", fails, thrown);
            unexpected = kind;
        }
        out = true;
    }

    /** It works. */
    public synchronized void over() {
        if (out) {
            log.warn("{}", over);
            out = false;
            unexpected = null;
        }
    }

    /** Whether it failed the last time. */
    public synchronized boolean lasts() {
        return out;
    }
}
