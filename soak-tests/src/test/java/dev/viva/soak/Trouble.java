package dev.viva.soak;

import dev.viva.soak.machine.Deployment;
import dev.viva.soak.machine.Replica;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
    private final Duration outage;
    private final BooleanSupplier come;
    private final BooleanSupplier left;
    private final Thread thread;
    private volatile int happened;
    private volatile String failure = "";

    record Incident(String name, Runnable begin, Runnable end) {}

    /**
     * @param length of the run, without its beginning and end
     * @param outage how long an incident lasts before it is ended
     * @param come whether there are people yet
     * @param left whether they have all left
     */
    Trouble(List<Incident> incidents, Duration length, Duration outage, BooleanSupplier come, BooleanSupplier left) {
        this.incidents = incidents;
        this.outage = outage;
        this.come = come;
        this.left = left;
        this.thread = Thread.ofVirtual().start(() -> run(length));
    }

    private static Trouble of(List<Incident> incidents, Duration length) {
        return new Trouble(
                incidents,
                length,
                OUTAGE,
                () -> Files.exists(SoakSimulation.BEGUN),
                () -> Files.exists(SoakSimulation.OUTCOME));
    }

    /**
     * @param ends is told of each replica before it is stopped or killed
     * @return what a simulation needs to happen; nothing for most
     */
    static Optional<Trouble> of(String simulation, Supplier<Deployment> own, Duration length, Consumer<Replica> ends) {
        return switch (simulation) {
            case "BadDay" -> Optional.of(of(badDay(own.get(), ends), length));
            case "RollingUpdate" -> Optional.of(of(rollingUpdate(own.get(), ends), length));
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
            while (!come.getAsBoolean()) {
                Thread.sleep(LOOK);
            }
            for (Incident incident : incidents) {
                Thread.sleep(distance);
                if (left.getAsBoolean()) {
                    return;
                }
                System.out.println("soak: now " + incident.name());
                incident.begin().run();
                Thread.sleep(outage);
                incident.end().run();
                if (left.getAsBoolean()) {
                    return;
                }
                happened++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e.toString();
        }
    }

    /**
     * @param repeated how many requests had to be sent again
     * @param noticed whether there must have been some
     * @return what is wrong with the trouble itself: a run without it proves nothing
     */
    List<String> end(int repeated, boolean noticed) throws InterruptedException {
        thread.join(Duration.ofMinutes(2));
        var problems = new ArrayList<String>();
        if (!failure.isEmpty()) {
            problems.add("the trouble failed: " + failure);
        } else if (happened < incidents.size()) {
            problems.add((incidents.size() - happened) + " of " + incidents.size() + " incidents were not over before"
                    + " everybody had left: run longer, for example with VIVA_SOAK_DURATION=PT5M");
        }
        if (noticed && repeated == 0) {
            problems.add("nobody noticed the bad day: no request had to be sent again");
        }
        return problems;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
