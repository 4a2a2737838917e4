package dev.viva;

import com.codahale.metrics.health.HealthCheck;
import dev.viva.access.Faculty;
import dev.viva.configuration.Finding;
import dev.viva.contract.Contract;
import dev.viva.model.ProviderKind;
import dev.viva.model.RedisState;
import dev.viva.model.StorageKind;
import dev.viva.ops.BuildInfo;
import dev.viva.ops.Drain;
import dev.viva.ops.OperationsResource;
import dev.viva.ops.OpsSummary;
import dev.viva.ops.ReadinessCheck;
import dev.viva.ops.ReadinessChecks;
import dev.viva.ops.Startup;
import dev.viva.patient.CaseLibrary;
import dev.viva.storage.Database;
import dev.viva.transcript.EventHub;
import dev.viva.voice.Budget;
import io.dropwizard.core.setup.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jdbi.v3.core.JdbiException;

/** What operators look at: health, version, the words at the start, and the orderly stop. */
final class Operations {
    private Operations() {}

    /**
     * What is looked at.
     *
     * @param providerWarnings what is wrong at the voice provider, each a sentence or two
     */
    record Parts(
            Contract contract,
            Database database,
            CaseLibrary library,
            EventHub hub,
            Budget budget,
            Supplier<List<String>> providerWarnings,
            ReplicaState shared) {}

    static void install(VivaConfiguration config, Environment environment, Parts parts) {
        var drain = new Drain(config.drainNotice.toJavaDuration());
        drain.install(environment);
        beforeTheServerStops(environment, parts.hub()::close);

        var build = BuildInfo.load();
        Supplier<OpsSummary> summary = () -> summary(config, parts);
        var database = answers(parts.database());
        var checks = new ReadinessChecks(List.of(ReadinessCheck.of("database", database)), drain::draining);
        environment.healthChecks().register("database", database);
        environment.metrics().gauge("viva.storage.up", () -> () -> checks.up("database") ? 1 : 0);
        var dataDirectory = config.dataDir.toFile();
        environment.metrics().gauge("viva.data.free_bytes", () -> dataDirectory::getUsableSpace);
        environment.metrics().gauge("viva.data.size_bytes", () -> dataDirectory::getTotalSpace);
        environment
                .jersey()
                .register(new OperationsResource(
                        parts.contract(),
                        build,
                        checks,
                        summary,
                        () -> parts.library().digest(),
                        Faculty.class::isInstance));
        environment
                .lifecycle()
                .addServerLifecycleListener(
                        new Startup(build, config.database.place(config.dataDir), summary, System.out));
    }

    /** For what would keep the server waiting for its whole grace period: open streams, lines to calls. */
    static void beforeTheServerStops(Environment environment, Runnable close) {
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                close.run();
            }
        });
    }

    private static OpsSummary summary(VivaConfiguration config, Parts parts) {
        var warnings = new ArrayList<String>();
        if (config.realtime.simulated()) {
            warnings.add(
                    "The simulated voice service is in use: it answers typed lines from the case and hears nothing."
                            + " Set OPENAI_API_KEY for real calls.");
        }
        if (config.database.postgresql() && config.access.grantKey() == null) {
            warnings.add("The key that signs grants is this replica's own: set access.grant_key, the same for all.");
        }
        config.findings().stream()
                .filter(Finding::shownInHealth)
                .map(Finding::sentence)
                .forEach(warnings::add);
        RedisState redis = parts.shared().state().get();
        if (redis == RedisState.OFF && config.database.postgresql()) {
            warnings.add("There is no Redis: with more than one replica each counts limits by itself, and a voice token"
                    + " works only on the replica that gave it. Set redis.address.");
        }
        if (redis == RedisState.DOWN) {
            warnings.add("Redis does not answer: each replica counts limits by itself, and a voice token works only on"
                    + " the replica that gave it. Nothing is lost.");
        }
        var uses = parts.budget().uses();
        warnings.addAll(parts.providerWarnings().get());
        return new OpsSummary(
                config.database.postgresql() ? StorageKind.POSTGRESQL : StorageKind.SQLITE,
                redis,
                config.realtime.simulated() ? ProviderKind.SIMULATOR : ProviderKind.OPENAI,
                new OpsSummary.Spending(uses, Budget.warnings(uses)),
                warnings);
    }

    private static HealthCheck answers(Database database) {
        return new HealthCheck() {
            @Override
            protected Result check() {
                try {
                    return database.fault().map(Result::unhealthy).orElseGet(Result::healthy);
                } catch (JdbiException e) {
                    return Result.unhealthy("The database does not answer; nothing can be stored.");
                }
            }
        };
    }
}
