package dev.viva.typed;

import dev.viva.problem.ProblemException;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.StorageErrors;
import dev.viva.storage.Sweep;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import dev.viva.voice.CallConfigs;
import dev.viva.voice.CallNotes;
import dev.viva.voice.Calls;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Typed encounters, put together, and the poll that answers what a process that died has left. */
public final class Typed {
    private static final Logger log = LoggerFactory.getLogger(Typed.class);
    /** A claim is renewed so often before it runs out; the poll comes each second. */
    private static final int RENEWALS = 3;

    private final Database database;
    private final AwaitedAnswers awaited;
    private final Conversations conversations;
    private final Answers answers;
    private final long renewEvery;
    private long polls; // the poll's thread alone

    /**
     * What typed encounters need of the rest.
     *
     * @param claim how long a typed line of a process that died waits for another one to answer it
     */
    public record Parts(
            Database database,
            TranscriptLog transcript,
            EventHub hub,
            Calls calls,
            CallNotes notes,
            CallConfigs configs,
            RealtimeProvider provider,
            Duration claim,
            Clock clock) {}

    private Typed(Parts parts, Environment environment) {
        this.database = parts.database();
        this.awaited = new AwaitedAnswers(database, parts.transcript(), parts.claim(), parts.clock());
        this.conversations = new Conversations(parts.provider(), parts.configs(), parts.clock());
        this.renewEvery = Math.max(1, parts.claim().toSeconds() / RENEWALS);
        var follow = new Answers.Follow(parts.transcript(), parts.hub(), parts.notes());
        this.answers = new Answers(awaited, conversations, parts.calls(), follow, environment.metrics(), parts.clock());
    }

    /** Answers typed lines from the moment that the service listens; what is returned takes them. */
    public static TypedLines install(Environment environment, Parts parts) {
        var typed = new Typed(parts, environment);
        environment.metrics().gauge("viva.typed.open", () -> typed.conversations::open);
        ScheduledExecutorService scheduler = environment
                .lifecycle()
                .scheduledExecutorService("typed-lines", true)
                .build();
        environment.lifecycle().addServerLifecycleListener(new ServerLifecycleListener() {
            @Override
            public void serverStarted(Server server) {
                // The simulated provider is on the service's own port.
                scheduler.scheduleWithFixedDelay(typed::poll, 0, 1, TimeUnit.SECONDS);
            }
        });
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                scheduler.shutdownNow();
                typed.answers.close();
            }
        });
        return new TypedLines(parts.database(), typed.awaited, typed.answers, parts.calls());
    }

    private void poll() {
        try {
            List<Runnable> sweeps = List.of(
                    () -> awaited.waiting().forEach(answers::begin),
                    this::renew,
                    () -> conversations.closeIdle(this::isTyped));
            Sweep.forEachIsolated(sweeps, Runnable::run);
        } catch (ProblemException e) {
            log.warn("typed lines: poll failed, again in 1 s: {}", e.failure().code());
        } catch (JdbiException e) {
            log.warn("typed lines: poll failed, again in 1 s: {}", StorageErrors.inWords(e));
        } catch (RuntimeException e) {
            log.error("typed lines: poll failed, again in 1 s", e);
        }
    }

    private void renew() {
        if (polls++ % renewEvery == 0) {
            answers.renew();
        }
    }

    private boolean isTyped(String sessionId) {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.find(sessionId))
                .filter(session -> session.open() && session.call().typed())
                .isPresent();
    }
}
