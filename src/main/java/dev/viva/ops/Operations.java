package dev.viva.ops;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.Contract;
import dev.viva.metrics.Reading;
import dev.viva.model.DeploymentView;
import dev.viva.model.RedisState;
import dev.viva.model.StorageKind;
import dev.viva.ops.ReadinessChecks.Pause;
import dev.viva.redis.Redis;
import dev.viva.storage.Database;
import io.dropwizard.core.setup.Environment;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What operators see: health, version, the lines at the start, and the orderly stop. Features contribute to it. */
public final class Operations {
    private final Deployment deployment;
    private final Database database;
    private final Optional<Redis> redis;
    private final List<Supplier<List<String>>> warnings = new ArrayList<>();
    private Optional<Supplier<DeploymentView>> view = Optional.empty();
    private Supplier<String> contentDigest = () -> "";
    private Supplier<Spending> spending = () -> Spending.UNBOUNDED;
    private Predicate<Principal> maySeeSpending = caller -> false;
    private BooleanSupplier warmingUp = () -> false;
    private PrintStream out = System.out;

    public Operations(Deployment deployment, Database database, Optional<Redis> redis) {
        this.deployment = deployment;
        this.database = database;
        this.redis = redis;
    }

    /** @param digest SHA-256 of the personas and scenarios in use, lower-case hex */
    public Operations content(Supplier<String> digest) {
        contentDigest = digest;
        return this;
    }

    /** @param current what an operator should know now, each a sentence or two */
    public Operations warnings(Supplier<List<String>> current) {
        warnings.add(current);
        return this;
    }

    /** @param maySee which callers of {@code /health} are shown it */
    public Operations spending(Supplier<Spending> current, Predicate<Principal> maySee) {
        spending = current;
        maySeeSpending = maySee;
        return this;
    }

    /** @param current what pages must know of this deployment */
    public Operations view(Supplier<DeploymentView> current) {
        view = Optional.of(current);
        return this;
    }

    /** @param on whether the process has started but should take no traffic yet */
    public Operations warmUp(BooleanSupplier on) {
        warmingUp = on;
        return this;
    }

    /** @param stream where the lines at the start go in place of the process's output */
    public Operations output(PrintStream stream) {
        out = stream;
        return this;
    }

    /** Serves health, version and contract, prints the lines at the start, and stops in order. */
    public void install(Environment environment, Contract contract) {
        AdminPort.install(environment);
        environment.lifecycle().manage(LogLevelFile.of(deployment.dataDirectory()));
        var drain = new Drain(deployment.drainNotice());
        drain.install(environment);
        ServerStop.closeLateConnections(environment);
        var database = new DatabaseCheck(this.database);
        var checks = new ReadinessChecks(
                List.of(ReadinessCheck.of("database", database)),
                List.of(Pause.warmUp(warmingUp), Pause.shutdown(drain::draining)));
        environment.healthChecks().register("database", checks.bounded("database"));
        measure(environment.metrics(), checks);
        var build = BuildInfo.load();
        environment.jersey().register(new OperationsResource(contract, build, checks, this::summary, contentDigest));
        view.ifPresent(current -> environment.jersey().register(new DeploymentResource(current)));
        environment
                .lifecycle()
                .addServerLifecycleListener(
                        new Startup(build, deployment.dataPlace(), () -> summary(Optional.empty()), warmingUp, out));
    }

    private void measure(MetricRegistry metrics, ReadinessChecks checks) {
        new Reading<>(() -> checks.up("database")).publish(metrics, "viva.storage.up", up -> up ? 1 : 0, 0);
        new Reading<>(database::size).publish(metrics, "viva.database.size", Long::longValue);
        new Reading<>(() -> Space.of(deployment.dataDirectory()))
                .publish(metrics, "viva.data.free_bytes", Space::free)
                .publish(metrics, "viva.data.size_bytes", Space::size);
    }

    /** The disk of a folder, in bytes. */
    private record Space(long free, long size) {
        /** On a thread of its own: a disk that hangs holds the thread that asks it. */
        static Space of(Path folder) {
            File file = folder.toFile();
            return CompletableFuture.supplyAsync(
                            () -> new Space(file.getUsableSpace(), file.getTotalSpace()),
                            ask -> Thread.ofPlatform()
                                    .name("data-space")
                                    .daemon()
                                    .start(ask))
                    .join();
        }
    }

    /** @param caller who asks: spending is read from the database, for whoever may see it */
    private OpsSummary summary(Optional<Principal> caller) {
        RedisState state = redis.map(shared -> shared.up() ? RedisState.UP : RedisState.DOWN)
                .orElse(RedisState.OFF);
        var all = new ArrayList<>(redisWarnings(state));
        warnings.forEach(current -> all.addAll(current.get()));
        Spending shown = caller.filter(maySeeSpending).isPresent() ? spending.get() : Spending.UNBOUNDED;
        return new OpsSummary(deployment.storage(), state, deployment.provider(), shown, List.copyOf(all));
    }

    private List<String> redisWarnings(RedisState state) {
        return switch (state) {
            case DOWN ->
                List.of("Redis does not answer: each replica counts limits by itself, or refuses where limits.when_out"
                        + " says so, and nobody takes over the calls of a replica that dies. Nothing is lost.");
            case OFF ->
                deployment.storage() == StorageKind.POSTGRESQL
                        ? List.of("There is no Redis: with more than one replica each counts limits by itself, an RTC"
                                + " token works only on the replica that gave it, and all of them instruct the patient"
                                + " of each call. Set redis.address.")
                        : List.of();
            case UP -> List.of();
        };
    }
}
