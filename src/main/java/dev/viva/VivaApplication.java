package dev.viva;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.access.GrantFilter;
import dev.viva.access.GrantKey;
import dev.viva.access.Grants;
import dev.viva.access.SessionAccess;
import dev.viva.contract.BodyLimit;
import dev.viva.contract.BodyValidation;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.contract.WireJson;
import dev.viva.encounter.EncounterTimer;
import dev.viva.encounter.Encounters;
import dev.viva.encounter.SessionResource;
import dev.viva.patient.CaseLibrary;
import dev.viva.patient.CaseResource;
import dev.viva.patient.FrozenCases;
import dev.viva.problem.ContainerErrors;
import dev.viva.problem.ProblemMapper;
import dev.viva.storage.Database;
import dev.viva.transcript.CaseNames;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.TranscriptPage;
import dev.viva.transcript.TranscriptResource;
import dev.viva.transcript.TranscriptText;
import dev.viva.voice.Calls;
import dev.viva.voice.VoiceResource;
import io.dropwizard.auth.AuthDynamicFeature;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.security.Principal;
import java.time.Clock;
import org.glassfish.jersey.server.ServerProperties;

/** The service, put together: a line or two per feature, from the ground up. */
public class VivaApplication extends Application<VivaConfiguration> {
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
        WireJson.configure(bootstrap.getObjectMapper());
        bootstrap.setConfigurationSourceProvider(Configurations.source());
    }

    @Override
    protected void addDefaultCommands(Bootstrap<VivaConfiguration> bootstrap) {
        bootstrap.addCommand(new ServeCommand(this));
        bootstrap.addCommand(new io.dropwizard.core.cli.CheckCommand<>(this));
    }

    @Override
    public void run(VivaConfiguration config, Environment environment) throws IOException {
        ObjectMapper json = environment.getObjectMapper();
        var contract = Contract.load();
        var schemas = new SchemaValidator(contract);
        var library = CaseLibrary.load(config.content, schemas);

        Files.createDirectories(config.dataDirectory);
        var database = Database.open(config.database, config.dataDirectory, environment.metrics());
        environment.lifecycle().manage(database);

        var hub = new EventHub(clock, environment.metrics());
        database.commits().onCommitted(hub::wake);
        var transcript = new TranscriptLog(database, json, clock);
        var cases = new FrozenCases(database);
        var grants = new Grants(
                GrantKey.of(config.access, config.dataDirectory),
                config.access.grantLifetime().toJavaDuration(),
                clock);
        var access = new SessionAccess(database);

        var provider = Provider.of(config, library, environment);
        var calls = new Calls(provider, database, transcript);
        var encounters = new Encounters(database, library, transcript, calls, config.encounter, clock);
        environment.lifecycle().manage(new EncounterTimer(encounters));

        var jersey = environment.jersey();
        jersey.register(new SessionResource(access, encounters, grants));
        jersey.register(new VoiceResource(access, cases, calls, config.realtime, clock));
        jersey.register(new TranscriptResource(access, transcript, hub, names(cases), json, clock));
        jersey.register(new TranscriptPage());
        jersey.register(new TranscriptText());
        jersey.register(new CaseResource(library));

        jersey.register(new AuthDynamicFeature(new GrantFilter(grants)));
        jersey.register(new AuthValueFactoryProvider.Binder<>(Principal.class));
        jersey.register(new BodyLimit());
        jersey.register(new BodyValidation(schemas, json));
        errors(config, environment);
        // Limits
        // Operations
    }

    private static CaseNames names(FrozenCases cases) {
        return session -> {
            var pair = cases.of(session);
            return new CaseNames.Names(pair.scenario().title(), pair.persona().name());
        };
    }

    /** Every error in one form: the framework's own mappers would each answer in another. */
    private static void errors(VivaConfiguration config, Environment environment) {
        ((AbstractServerFactory) config.getServerFactory()).setRegisterDefaultExceptionMappers(false);
        environment.jersey().register(new ProblemMapper());
        environment.jersey().register(new ProblemMapper.OfViolations());
        // Jersey would hold a stream's first events back until it has 8 KiB of them; the container still counts the
        // length of what it is given at once.
        environment.jersey().property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
        // Behind a proxy the service knows neither its own name nor its scheme: addresses stay relative.
        environment.jersey().property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        environment.getApplicationContext().setErrorHandler(new ContainerErrors(environment.getObjectMapper()));
    }
}
