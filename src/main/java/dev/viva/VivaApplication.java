package dev.viva;

import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.viva.access.Access;
import dev.viva.access.Faculty;
import dev.viva.contract.AllowedMethods;
import dev.viva.contract.Contract;
import dev.viva.contract.RequestBodies;
import dev.viva.contract.SchemaValidator;
import dev.viva.contract.WireJson;
import dev.viva.docs.Page;
import dev.viva.encounter.EncounterTimer;
import dev.viva.encounter.Encounters;
import dev.viva.encounter.Erasure;
import dev.viva.encounter.SessionCreation;
import dev.viva.encounter.SessionResource;
import dev.viva.http.HttpDefaults;
import dev.viva.http.PagePolicy;
import dev.viva.http.SlowClients;
import dev.viva.limits.RateLimits;
import dev.viva.limits.StreamSlots;
import dev.viva.metrics.Metrics;
import dev.viva.ops.LogLevels;
import dev.viva.ops.Operations;
import dev.viva.ops.ServerStop;
import dev.viva.ops.Spending;
import dev.viva.patient.Patients;
import dev.viva.problem.Problems;
import dev.viva.realtime.SafetyIdentifier;
import dev.viva.redis.Leases;
import dev.viva.redis.Redis;
import dev.viva.resilience.ProviderHealth;
import dev.viva.storage.Database;
import dev.viva.transcript.Transcripts;
import dev.viva.typed.Typed;
import dev.viva.typed.TypedResource;
import dev.viva.voice.AbandonedCalls;
import dev.viva.voice.Budget;
import dev.viva.voice.CallConfigs;
import dev.viva.voice.CallNotes;
import dev.viva.voice.CallReconciler;
import dev.viva.voice.Calls;
import dev.viva.voice.LocalTokens;
import dev.viva.voice.Minting;
import dev.viva.voice.ModelWatch;
import dev.viva.voice.RedisTokens;
import dev.viva.voice.RtcTokens;
import dev.viva.voice.Sidebands;
import dev.viva.voice.VoiceResource;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service, put together: a line or two per feature, from the ground up. */
public class VivaApplication extends Application<VivaConfiguration> {
    private static final Logger log = LoggerFactory.getLogger(VivaApplication.class);

    private final Clock clock;

    public VivaApplication() {
        this(Clock.systemUTC());
    }

    /** @param clock what the service takes the time from, so that tests need not wait */
    public VivaApplication(Clock clock) {
        this.clock = clock;
    }

    public static void main(String[] arguments) throws Exception {
        new VivaApplication().run(Configurations.withDefaults(arguments));
    }

    @Override
    public String getName() {
        return "viva";
    }

    @Override
    public void initialize(Bootstrap<VivaConfiguration> bootstrap) {
        // A misspelt key of the configuration must stop the start, in every part of it.
        WireJson.configure(bootstrap.getObjectMapper()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        bootstrap.setConfigurationFactoryFactory(Configurations.factories());
        bootstrap.setValidatorFactory(Configurations.validators());
    }

    @Override
    protected void addDefaultCommands(Bootstrap<VivaConfiguration> bootstrap) {
        bootstrap.addCommand(new ServeCommand(this));
        bootstrap.addCommand(new CheckConfigurationCommand(this));
        bootstrap.addCommand(new CopyDataCommand());
    }

    @Override
    public void run(VivaConfiguration config, Environment environment) throws IOException {
        LogLevels.keepOthersAtInfo();
        logFindings(config);
        var contract = Contract.load();
        var schemas = new SchemaValidator(contract);
        var metrics = Metrics.install(environment);
        HttpDefaults.install(environment, config.cors, pages(config), metrics, new AllowedMethods(contract));
        SlowClients.install(environment, config.connections, config.limits.trustProxy()::isProxy);
        RequestBodies.install(environment, schemas);
        Problems.install(environment, config.server());
        var database = Database.install(environment, config.database, config.dataDir);
        var redis = Redis.install(environment, config.redis);

        var patients = Patients.install(environment, config.content, schemas, database);
        var access = Access.install(environment, config.access, config.dataDir, database, clock);
        RateLimits.install(environment, config.limits, contract.rateLimits(), access::admits, redis, clock);
        var slots =
                StreamSlots.install(environment, config.limits, config.server().getMaxThreads());
        var transcripts =
                Transcripts.install(environment, database, redis, access.sessions(), patients.cases(), slots, clock);

        var budget = new Budget(database, config.budget, clock);
        budget.measure(environment.metrics());
        var configs = new CallConfigs(
                patients.cases(), config.realtime, new SafetyIdentifier(access.grantKey()), config.calls.listens());
        var health = new ProviderHealth(metrics.registry(), clock);
        var provided = Provider.of(config, patients.library(), environment, health);
        var provider = provided.calls();
        var models = new ModelWatch(provider, config.realtime, health::isTroubled, environment.metrics(), clock);
        environment.lifecycle().manage(models);
        var transcript = transcripts.log();
        var hub = transcripts.hub();
        var notes = new CallNotes(transcript, hub, access.activity(), budget, health, environment.metrics());
        var sidebands = new Sidebands(provider, notes, configs, Leases.in(redis), clock, config.calls);
        environment.metrics().gauge("viva.sideband.open", () -> sidebands::open);
        ServerStop.before(environment, sidebands::close);
        var calls = new Calls(provider, database, transcript, budget, sidebands, configs);
        calls.measure(environment.metrics());
        environment.lifecycle().manage(new AutoCloseableManager(calls));
        var abandoned = new AbandonedCalls(database, access.activity(), hub, config.calls, clock);
        var reconciler = new CallReconciler(calls, sidebands, abandoned, environment.metrics());
        environment.lifecycle().addServerLifecycleListener(reconciler);
        environment.lifecycle().manage(new AutoCloseableManager(reconciler));
        var minting = new Minting(calls, tokens(redis), config.calls.mode(), Provider.connectUrl(config));
        environment
                .jersey()
                .register(new VoiceResource(access.sessions(), configs, calls, minting, provided::voiceFault));

        var answering = config.calls.lease().toJavaDuration();
        var typed = Typed.install(
                environment,
                new Typed.Parts(database, transcript, hub, calls, notes, configs, provider, answering, clock));
        environment.jersey().register(new TypedResource(access.sessions(), typed));

        var encounters = new Encounters(database, transcript, calls, config.encounter, environment.metrics(), clock);
        var creation = new SessionCreation(
                database,
                patients.library(),
                config.encounter,
                access.grants().lifetime(),
                environment.metrics(),
                clock);
        environment.lifecycle().manage(new EncounterTimer(encounters, creation));
        var erasure = new Erasure(database, transcript, calls, clock);
        environment
                .jersey()
                .register(new SessionResource(access.sessions(), encounters, creation, erasure, access.grants()));

        Page.install(environment);
        new Operations(config.deployment(), database, redis)
                .content(patients.library()::digest)
                .spending(() -> spending(budget), Faculty.class::isInstance)
                .warnings(config::warnings)
                .warnings(() -> provided.voiceFault().stream().toList())
                .warnings(health::warnings)
                .warnings(provider::warnings)
                .warnings(models::warnings)
                .install(environment, contract);
    }

    /** Those that {@code /health} shows are printed at the start as well. */
    private static void logFindings(VivaConfiguration config) {
        config.findings().stream()
                .filter(finding -> !finding.shownInHealth())
                .forEach(finding -> log.warn("configuration: {}", finding));
    }

    private static PagePolicy pages(VivaConfiguration config) {
        return new PagePolicy(List.of(Transcripts.styleHash()), Provider.connectOrigins(config));
    }

    private static Spending spending(Budget budget) {
        var uses = budget.uses();
        return new Spending(uses, Budget.warnings(uses));
    }

    private RtcTokens tokens(Optional<Redis> redis) {
        var local = new LocalTokens(clock);
        return redis.<RtcTokens>map(shared -> new RedisTokens(shared, local, clock))
                .orElse(local);
    }
}
