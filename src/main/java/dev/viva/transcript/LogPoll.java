package dev.viva.transcript;

import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.storage.PeriodicTask;
import io.dropwizard.lifecycle.Managed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls each second how far the logs of followed sessions go, because a wake-up may be lost, above all one between
 * replicas. One query covers 64 sessions. Their streams need not read the log again to be sure.
 */
final class LogPoll implements Managed {
    private static final Logger log = LoggerFactory.getLogger(LogPoll.class);

    private final Database database;
    private final EventHub hub;
    private final PeriodicTask task = new PeriodicTask(log, "log poll", this::poll);

    LogPoll(Database database, EventHub hub) {
        this.database = database;
        this.hub = hub;
    }

    @Override
    public void start() {
        task.start();
    }

    void poll() {
        SessionRow.lastSeqs(database.reads(), hub.followed()).forEach(now -> hub.wakeBehind(now.id(), now.seq()));
    }

    @Override
    public void stop() throws InterruptedException {
        task.close();
    }
}
