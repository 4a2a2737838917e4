package dev.viva.soak;

import dev.viva.soak.machine.Deployment;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes wrong on a bad day, one after another, at equal distances over the length of the run: the provider fails,
 * Redis is restarted and is empty, PostgreSQL is restarted, a replica is killed and comes back, and the provider is slow.
 */
final class Trouble implements AutoCloseable {
    private static final Duration OUTAGE = Duration.ofSeconds(4);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Deployment deployment;
    private final List<String> happened = new ArrayList<>(); // guarded by itself
    private final Thread thread;
    private volatile String failure = "";

    private record Incident(String name, Runnable begin, Runnable end) {}

    /** @param length of the run, without its beginning and end */
    Trouble(Deployment deployment, Duration length) {
        this.deployment = deployment;
        this.thread = Thread.ofVirtual().start(() -> run(length));
    }

    private List<Incident> incidents() {
        Replica victim = deployment.replicas().getLast();
        return List.of(
                new Incident(
                        "the provider fails",
                        () -> deployment.provider().fail("{\"failure\":\"server_error\",\"applies_to\":\"calls\"}"),
                        () -> deployment.provider().recover()),
                new Incident("Redis is restarted and empty", deployment.redis()::stop, deployment.redis()::start),
                new Incident("PostgreSQL is restarted", deployment.postgres()::stop, deployment.postgres()::start),
                new Incident("a replica is killed", victim::kill, () -> {
                    victim.start();
                    victim.untilReady();
                }),
                new Incident(
                        "the provider is slow and cuts its sidebands",
                        () -> deployment.provider().fail("{\"delay\":\"3s\",\"sideband_drop_after\":5}"),
                        () -> deployment.provider().recover()));
    }

    private void run(Duration length) {
        List<Incident> incidents = incidents();
        Duration distance = length.dividedBy(incidents.size() + 1);
        try {
            while (!Files.exists(SoakSimulation.BEGUN)) {
                Thread.sleep(LOOK);
            }
            for (Incident incident : incidents) {
                Thread.sleep(distance);
                System.out.println("soak: now " + incident.name());
                incident.begin().run();
                Thread.sleep(OUTAGE);
                incident.end().run();
                synchronized (happened) {
                    happened.add(incident.name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e.toString();
        }
    }

    /** @return what is wrong with the trouble itself: a bad day without it proves nothing */
    List<String> end() throws InterruptedException {
        thread.join(Duration.ofMinutes(2));
        if (!failure.isEmpty()) {
            return List.of("the trouble failed: " + failure);
        }
        synchronized (happened) {
            int missing = incidents().size() - happened.size();
            return problems(missing, Files.exists(SoakSimulation.REPEATED) ? repeated() : 0);
        }
    }

    static List<String> problems(int missing, int repeated) {
        var problems = new ArrayList<String>();
        if (missing > 0) {
            problems.add(missing + " of the day's incidents did not happen in time");
        }
        if (repeated == 0) {
            problems.add("nobody noticed the bad day: no request had to be sent again");
        }
        return problems;
    }

    private static int repeated() {
        try {
            return Integer.parseInt(Files.readString(SoakSimulation.REPEATED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
