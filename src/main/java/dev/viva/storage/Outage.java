package dev.viva.storage;

import com.codahale.metrics.Counter;
import org.slf4j.Logger;

/** Says once that the database is out, counts it, and says once that it is back. For one thread alone. */
final class Outage {
    private final Logger log;
    private final Counter outages;
    private boolean out;

    Outage(Logger log, Counter outages) {
        this.log = log;
        this.outages = outages;
    }

    void fails(Throwable thrown) {
        if (!out) {
            log.error("the database is out; nothing is stored until it is back", thrown);
            outages.inc();
            out = true;
        }
    }

    void over() {
        if (out) {
            log.info("the database is back");
            out = false;
        }
    }
}
