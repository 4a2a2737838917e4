package dev.viva.transcript;

import com.google.common.collect.Lists;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.PeriodicTask;
import io.dropwizard.lifecycle.Managed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls each second for new events of followed sessions, because a wake-up may be lost, above all one between replicas.
 * One query covers five hundred sessions. Their streams need not read the log again to be sure.
 */
final class LogPoll implements Managed {
    private static final Logger log = LoggerFactory.getLogger(LogPoll.class);
    private static final int MAX_IDS = 500;

    private final Database database;
    private final EventHub hub;
    private final Map<String, Long> known = new HashMap<>(); // used on the task's thread only
    private final PeriodicTask task = new PeriodicTask(log, "log poll", this::poll);

    LogPoll(Database database, EventHub hub) {
        this.database = database;
        this.hub = hub;
    }

    @Override
    public void start() {
        task.start();
    }

    private void poll() {
        Set<String> followed = hub.followed();
        known.keySet().retainAll(followed);
        for (List<String> ids : Lists.partition(List.copyOf(followed), MAX_IDS)) {
            poll(ids);
        }
    }

    private void poll(List<String> ids) {
        var grown = new ArrayList<String>();
        for (var now : database.read().withExtension(SessionDao.class, sessions -> sessions.lastSeqs(ids))) {
            Long before = known.put(now.id(), now.seq());
            // A session polled for the first time may have grown since its follower read the log.
            if (before == null || before < now.seq()) {
                grown.add(now.id());
            }
        }
        hub.wake(grown);
    }

    @Override
    public void stop() throws InterruptedException {
        task.close();
    }
}
