package dev.viva;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.access.BearerFilter;
import dev.viva.access.GrantKey;
import dev.viva.access.Grants;
import dev.viva.access.SessionAccess;
import dev.viva.contract.AllowedMethods;
import dev.viva.contract.BodyLimit;
import dev.viva.contract.BodyValidation;
import dev.viva.contract.Contract;
import dev.viva.contract.NumberParameters;
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
import dev.viva.ops.AdminPort;
import dev.viva.ops.LogLevels;
import dev.viva.patient.CaseLibrary;
import dev.viva.patient.CaseResource;
import dev.viva.patient.FrozenCases;
import dev.viva.problem.ProblemMapper;
import dev.viva.problem.Secret;
import dev.viva.realtime.SafetyIdentifier;
import dev.viva.resilience.ProviderHealth;
import dev.viva.session.RecentActivity;
import dev.viva.storage.Database;
import dev.viva.storage.StorageErrors;
import dev.viva.transcript.CaseNames;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.EventStreams;
import dev.viva.transcript.LogPoll;
import dev.viva.transcript.Replicas;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.TranscriptPage;
import dev.viva.transcript.TranscriptResource;
import dev.viva.transcript.TranscriptText;
import dev.viva.typed.Typed;
import dev.viva.typed.TypedResource;
import dev.viva.voice.AbandonedCalls;
import dev.viva.voice.Budget;
import dev.viva.voice.CallConfigs;
import dev.viva.voice.CallNotes;
import dev.viva.voice.CallReconciler;
import dev.viva.voice.Calls;
import dev.viva.voice.Minting;
import dev.viva.voice.ModelWatch;
import dev.viva.voice.Sidebands;
import dev.viva.voice.VoiceResource;
import io.dropwizard.auth.AuthDynamicFeature;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ServerProperties;
import org.jspecify.annotations.Nullable;
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
        // Those that health shows are among its notes at the start as well.
        config.findings().stream()
                .filter(finding -> !finding.shownInHealth())
                .forEach(finding -> log.warn("configuration: {}", finding));
        ObjectMapper json = environment.getObjectMapper();
        var jersey = environment.jersey();
        var contract = Contract.load();
        var schemas = new SchemaValidator(contract);
        var pages = new PagePolicy(List.of(TranscriptPage.styleHash()), Provider.connectOrigins(config));
        var metrics = new Metrics(environment.metrics());
        metrics.install(environment);
        AdminPort.install(environment);
        HttpDefaults.install(environment, config.cors, pages, metrics, new AllowedMethods(contract));
        SlowClients.install(environment, config.connections, config.limits.trustProxy()::isProxy);
        var shared = ReplicaState.of(config, environment, clock);
        DataDirectory.make(config.dataDir);
        var database = Database.open(config.database, config.dataDir, environment.metrics());
        environment.lifecycle().manage(database);

        var library = CaseLibrary.load(config.content, schemas);
        var cases = new FrozenCases(database);
        jersey.register(new CaseResource(library));

        Secret grantKey = GrantKey.of(config.access, config.dataDir);
        var grants = new Grants(grantKey, config.access.grantLifetime().toJavaDuration(), clock);
        var activity = new RecentActivity();
        var access = new SessionAccess(database, activity);
        callers(environment, grants, config.access.facultyKey());
        RateLimits.install(
                environment,
                config.limits,
                contract.rateLimits(),
                (session, bearer) -> BearerFilter.admits(grants, session, bearer),
                shared.limiter());

        var hub = hub(config, environment, database, shared);
        var transcript = new TranscriptLog(database, json, clock);
        var slots = StreamSlots.install(environment, config.limits, threads(config));
        var streams = new EventStreams(slots, transcript, hub, json, clock);
        jersey.register(new TranscriptResource(access, transcript, hub, names(cases), streams));
        jersey.register(new TranscriptPage());
        jersey.register(new TranscriptText());

        var budget = new Budget(database, config.budget, clock);
        budget.measure(environment.metrics());
        var configs = new CallConfigs(cases, config.realtime, new SafetyIdentifier(grantKey), config.calls.listens());
        var health = new ProviderHealth(metrics.registry(), clock);
        var provided = Provider.of(config, library, environment, health);
        var provider = provided.calls();
        var models = new ModelWatch(provider, config.realtime, health::isTroubled, environment.metrics(), clock);
        environment.lifecycle().manage(models);
        var notes = new CallNotes(transcript, hub, activity, budget, health, environment.metrics());
        var sidebands = new Sidebands(provider, notes, configs, shared.leases(), clock, config.calls);
        environment.metrics().gauge("viva.sideband.open", () -> sidebands::open);
        Operations.beforeTheServerStops(environment, sidebands::close);
        var calls = new Calls(provider, database, transcript, budget, sidebands, configs);
        calls.measure(environment.metrics());
        environment.lifecycle().manage(new AutoCloseableManager(calls));
        var abandoned = new AbandonedCalls(database, activity, hub, config.calls, clock);
        var reconciler = new CallReconciler(calls, sidebands, abandoned, environment.metrics());
        environment.lifecycle().addServerLifecycleListener(reconciler);
        environment.lifecycle().manage(new AutoCloseableManager(reconciler));
        var minting = new Minting(calls, shared.tokens(), config.calls.mode(), Provider.connectUrl(config));
        jersey.register(new VoiceResource(access, configs, calls, minting, provided::voiceFault));

        var answering = config.calls.lease().toJavaDuration();
        var typed = Typed.install(
                environment,
                new Typed.Parts(database, transcript, hub, calls, notes, configs, provider, answering, clock));
        jersey.register(new TypedResource(access, typed));

        var encounters = new Encounters(database, transcript, calls, config.encounter, environment.metrics(), clock);
        var creation = new SessionCreation(
                database, library, config.encounter, grants.lifetime(), environment.metrics(), clock);
        environment.lifecycle().manage(new EncounterTimer(encounters, creation));
        var erasure = new Erasure(database, transcript, calls, clock);
        jersey.register(new SessionResource(access, encounters, creation, erasure, grants));

        bodiesAndErrors(config, environment, schemas);
        Page.install(environment);
        Operations.install(
                config,
                environment,
                new Operations.Parts(
                        contract, database, library, hub, budget, () -> warnings(provided, health, models), shared));
    }

    private static List<String> warnings(Provider provider, ProviderHealth health, ModelWatch models) {
        return Stream.of(
                        provider.voiceFault().stream().toList(),
                        health.warnings(),
                        provider.calls().warnings(),
                        models.warnings())
                .flatMap(List::stream)
                .toList();
    }

    private static int threads(VivaConfiguration config) {
        return ((AbstractServerFactory) config.getServerFactory()).getMaxThreads();
    }

    private EventHub hub(VivaConfiguration config, Environment environment, Database database, ReplicaState shared) {
        var hub = new EventHub(config.limits.streams().perSession(), clock, environment.metrics());
        var replicas = new Replicas(hub, shared.broadcast(), environment.getObjectMapper());
        database.commits().onCommitted(replicas::wake);
        if (config.database.postgresql()) {
            environment.lifecycle().manage(new LogPoll(database, hub));
        }
        return hub;
    }

    private static void callers(Environment environment, Grants grants, @Nullable Secret facultyKey) {
        environment.jersey().register(new AuthDynamicFeature(new BearerFilter(grants, facultyKey)));
        environment.jersey().register(new AuthValueFactoryProvider.Binder<>(Principal.class));
    }

    private static CaseNames names(FrozenCases cases) {
        return session -> {
            var pair = cases.of(session);
            String language = pair.persona().language();
            return new CaseNames.Names(
                    pair.scenario().title(),
                    pair.persona().name(),
                    requireNonNullElse(session.subject().inputLanguage(), language),
                    requireNonNullElse(session.subject().replyLanguage(), language));
        };
    }

    private static void bodiesAndErrors(VivaConfiguration config, Environment environment, SchemaValidator schemas) {
        var jersey = environment.jersey();
        jersey.register(new NumberParameters());
        jersey.register(new BodyLimit());
        jersey.register(new BodyValidation(schemas, environment.getObjectMapper()));
        // Every error in one form: the framework's own mappers would each answer in another.
        ((AbstractServerFactory) config.getServerFactory()).setRegisterDefaultExceptionMappers(false);
        jersey.register(new ProblemMapper());
        jersey.register(new ProblemMapper.OfViolations());
        jersey.register(new StorageErrors());
        // Jersey would hold a stream's first events back until it has 8 KiB of them; the container still counts the
        // length of what it is given at once.
        jersey.property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
        // Behind a proxy the service knows neither its own name nor its scheme: addresses stay relative.
        jersey.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
    }
}
