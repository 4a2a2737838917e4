package dev.viva.typed;

import com.codahale.metrics.MetricRegistry;
import dev.viva.ops.ServerStop;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.PeriodicTask;
import dev.viva.storage.Sweep;
import dev.viva.voice.Sessions;
import dev.viva.voice.Voice;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires typed encounters, and polls for lines whose answering broke off, by a replica's death or a failure. */
public final class Typed {
    private static final Logger log = LoggerFactory.getLogger(Typed.class);

    private final Database database;
    private final AwaitedAnswers awaited;
    private final Conversations conversations;
    private final Answers answers;

    private Typed(Sessions sessions, Voice voice, Duration claim, MetricRegistry metrics, Clock clock) {
        var calls = voice.typed();
        this.database = sessions.database();
        this.awaited = new AwaitedAnswers(database, sessions.transcripts().log(), claim, clock, System::nanoTime);
        this.conversations = new Conversations(calls, clock);
        this.answers = new Answers(awaited, conversations, calls, sessions.transcripts(), metrics, clock);
    }

    /**
     * Answers typed lines once the service listens.
     *
     * @param claim how long a typed line whose answering broke off waits until any replica tries it again
     */
    public static void install(Environment environment, Sessions sessions, Voice voice, Duration claim, Clock clock) {
        var typed = new Typed(sessions, voice, claim, environment.metrics(), clock);
        environment.metrics().gauge("viva.typed.open", () -> typed.conversations::open);
        typed.manage(environment);
        var lines = new TypedLines(typed.awaited, typed.answers, voice.typed());
        environment.jersey().register(new TypedResource(sessions.access().sessions(), lines));
    }

    private void manage(Environment environment) {
        var task = new PeriodicTask(log, "typed lines", this::poll);
        environment.lifecycle().addServerLifecycleListener(new ServerLifecycleListener() {
            @Override
            public void serverStarted(Server server) {
                task.start(); // only now: the simulated provider is on the service's own port
            }
        });
        ServerStop.before(environment, () -> {
            stop(task);
            answers.close();
        });
    }

    private static void stop(PeriodicTask task) {
        try {
            task.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() {
        List<Runnable> sweeps = List.of(
                () -> awaited.waiting().forEach(answers::begin),
                answers::renew,
                () -> conversations.closeIdle(this::isTyped));
        Sweep.forEachIsolated(sweeps, Runnable::run);
    }

    private boolean isTyped(String sessionId) {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.find(sessionId))
                .filter(session -> session.open() && session.call().typed())
                .isPresent();
    }
}
