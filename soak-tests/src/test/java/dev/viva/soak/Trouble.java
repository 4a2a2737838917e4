package dev.viva.soak;

import dev.viva.soak.machine.Deployment;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What happens to a deployment during a run, one after another, at equal distances over its length. On a bad day the
 * provider fails, Redis is restarted and is empty, PostgreSQL is restarted, a replica is killed and comes back, and the
 * provider is slow. In a rolling update each replica in turn is stopped as an operator does and started again.
 */
final class Trouble implements AutoCloseable {
    private static final Duration OUTAGE = Duration.ofSeconds(4);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final List<Incident> incidents;
    private final boolean noticed;
    private final List<String> happened = new ArrayList<>(); // guarded by itself
    private final Thread thread;
    private volatile String failure = "";

    private record Incident(String name, Runnable begin, Runnable end) {}

    /**
     * @param length of the run, without its beginning and end
     * @param noticed whether people must have had to send something again
     */
    private Trouble(List<Incident> incidents, Duration length, boolean noticed) {
        this.incidents = incidents;
        this.noticed = noticed;
        this.thread = Thread.ofVirtual().start(() -> run(length));
    }

    /**
     * @param ends is told of each replica before it is stopped or killed
     * @return what a simulation needs to happen; nothing for most
     */
    static Optional<Trouble> of(String simulation, Supplier<Deployment> own, Duration length, Consumer<Replica> ends) {
        return switch (simulation) {
            case "BadDay" -> Optional.of(new Trouble(badDay(own.get(), ends), length, true));
            case "RollingUpdate" -> Optional.of(new Trouble(rollingUpdate(own.get(), ends), length, false));
            default -> Optional.empty();
        };
    }

    private static List<Incident> rollingUpdate(Deployment deployment, Consumer<Replica> ends) {
        return deployment.replicas().stream()
                .map(replica -> ended("a replica is replaced", replica, ends, Replica::stop))
                .toList();
    }

    private static Incident ended(String name, Replica replica, Consumer<Replica> ends, Consumer<Replica> how) {
        return new Incident(name, () -> ends.andThen(how).accept(replica), () -> again(replica));
    }

    private static void again(Replica replica) {
        replica.start();
        replica.untilReady();
    }

    private static List<Incident> badDay(Deployment deployment, Consumer<Replica> ends) {
        Replica victim = deployment.replicas().getLast();
        return List.of(
                new Incident(
                        "the provider fails",
                        () -> deployment.provider().fail("{\"failure\":\"server_error\",\"applies_to\":\"calls\"}"),
                        () -> deployment.provider().recover()),
                new Incident("Redis is restarted and empty", deployment.redis()::stop, deployment.redis()::start),
                new Incident("PostgreSQL is restarted", deployment.postgres()::stop, deployment.postgres()::start),
                ended("a replica is killed", victim, ends, Replica::kill),
                new Incident(
                        "the provider is slow and cuts its sidebands",
                        () -> deployment.provider().fail("{\"delay\":\"3s\",\"sideband_drop_after\":5}"),
                        () -> deployment.provider().recover()));
    }

    private void run(Duration length) {
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

    /** @return what is wrong with the trouble itself: a run without it proves nothing */
    List<String> end() throws InterruptedException {
        thread.join(Duration.ofMinutes(2));
        if (!failure.isEmpty()) {
            return List.of("the trouble failed: " + failure);
        }
        synchronized (happened) {
            int missing = incidents.size() - happened.size();
            return problems(missing, noticed && repeated() == 0);
        }
    }

    static List<String> problems(int missing, boolean unnoticed) {
        var problems = new ArrayList<String>();
        if (missing > 0) {
            problems.add(missing + " of the run's incidents did not happen in time");
        }
        if (unnoticed) {
            problems.add("nobody noticed the bad day: no request had to be sent again");
        }
        return problems;
    }

    private static int repeated() {
        if (!Files.exists(SoakSimulation.REPEATED)) {
            return 0;
        }
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
