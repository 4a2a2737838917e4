package dev.viva.problem;

import org.slf4j.Logger;

/**
 * Work that a scheduler repeats, whatever it throws. By itself a scheduler ends without a word what throws once, be it an
 * {@link Error}: then nothing would be done any more until the next start, and nobody would know.
 */
public final class Repeated implements Runnable {
    private final Logger log;
    private final String component;
    private final Runnable work;

    /** @param component its name in log messages, such as {@code "models"} */
    public Repeated(Logger log, String component, Runnable work) {
        this.log = log;
        this.component = component;
        this.work = work;
    }

    @Override
    public void run() {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            log.error("{}: failed unexpectedly, tried again", component, e);
        }
    }
}
