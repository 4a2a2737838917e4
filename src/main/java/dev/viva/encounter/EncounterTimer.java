package dev.viva.encounter;

import dev.viva.problem.ProblemException;
import dev.viva.storage.StorageErrors;
import io.dropwizard.lifecycle.Managed;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks each second for what is due: deadlines, grace windows, keys that are no longer good. The first time at the start. */
public final class EncounterTimer implements Managed {
    private static final Logger log = LoggerFactory.getLogger(EncounterTimer.class);

    private final Encounters encounters;
    private final SessionCreation creation;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("encounter-timer").daemon().factory());

    public EncounterTimer(Encounters encounters, SessionCreation creation) {
        this.encounters = encounters;
        this.creation = creation;
    }

    @Override
    public void start() {
        clockwork.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            encounters.settle();
            creation.forget();
        } catch (ProblemException e) {
            log.warn(
                    "sessions that are due wait for the next second: {}",
                    e.failure().code());
        } catch (JdbiException e) {
            log.warn("sessions that are due wait for the next second: {}", StorageErrors.inWords(e));
        } catch (RuntimeException e) {
            log.error("sessions that are due wait for the next second", e);
        }
    }

    @Override
    public void stop() throws InterruptedException {
        clockwork.shutdownNow();
        if (!clockwork.awaitTermination(5, TimeUnit.SECONDS)) {
            log.warn("the encounter timer did not stop within 5 s");
        }
    }
}
