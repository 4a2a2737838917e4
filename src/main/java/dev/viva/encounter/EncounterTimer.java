package dev.viva.encounter;

import dev.viva.storage.PeriodicTask;
import io.dropwizard.lifecycle.Managed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles each second what is due: deadlines, grace windows, expired idempotency keys. */
final class EncounterTimer implements Managed {
    private static final Logger log = LoggerFactory.getLogger(EncounterTimer.class);

    private final Encounters encounters;
    private final SessionCreation creation;
    private final PeriodicTask task = new PeriodicTask(log, "encounter timer", this::runDue);

    EncounterTimer(Encounters encounters, SessionCreation creation) {
        this.encounters = encounters;
        this.creation = creation;
    }

    @Override
    public void start() {
        task.start();
    }

    private void runDue() {
        encounters.settle();
        creation.forgetExpiredKeys();
    }

    @Override
    public void stop() throws InterruptedException {
        task.close();
    }
}
