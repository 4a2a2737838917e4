package dev.viva.storage;

import org.slf4j.Logger;

/** Says once that the database is out and once that it is back, and not with each write. For one thread alone. */
final class Outage {
    private final Logger log;
    private boolean out;

    Outage(Logger log) {
        this.log = log;
    }

    void fails(Throwable thrown) {
        if (!out) {
            log.error("the database is out; nothing is stored until it is back", thrown);
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
