package dev.viva;

import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.viva.access.Access;
import dev.viva.access.Faculty;
import dev.viva.api.TranscriptApi;
import dev.viva.assessment.Assessments;
import dev.viva.audit.Audit;
import dev.viva.authoring.AuthorCommands;
import dev.viva.authoring.Console;
import dev.viva.cohort.Cohorts;
import dev.viva.configuration.Finding;
import dev.viva.contract.WireJson;
import dev.viva.debrief.Debriefs;
import dev.viva.docs.Page;
import dev.viva.encounter.Afterwards;
import dev.viva.encounter.Choices;
import dev.viva.encounter.Encounter;
import dev.viva.erasure.Erasures;
import dev.viva.exam.Exams;
import dev.viva.examination.Examinations;
import dev.viva.library.Library;
import dev.viva.limits.RateLimits;
import dev.viva.limits.StreamSlots;
import dev.viva.metrics.Metrics;
import dev.viva.ops.LogLevels;
import dev.viva.ops.Operations;
import dev.viva.realtime.SimulatorFactory;
import dev.viva.redis.Redis;
import dev.viva.relay.RelayFastPath;
import dev.viva.review.Reviews;
import dev.viva.storage.Database;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.Transcripts;
import dev.viva.typed.Typed;
import dev.viva.voice.Sessions;
import dev.viva.voice.Voice;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the service: one call per feature, from the lowest layer to the highest. */
public class VivaApplication extends Application<VivaConfiguration> {
    private static final Logger log = LoggerFactory.getLogger(VivaApplication.class);

    private final Clock clock;
    private final PrintStream out;

    public VivaApplication() {
        this(Clock.systemUTC());
    }

    /** @param clock the service's clock; tests pass their own, so that they need not wait */
    public VivaApplication(Clock clock) {
        this(clock, System.out);
    }

    /** @param out where the lines at the start go */
    VivaApplication(Clock clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
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
        // A misspelt key anywhere in the configuration must stop the start.
        WireJson.configure(bootstrap.getObjectMapper()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        bootstrap.getObjectMapper().registerModule(SimulatorFactory.module());
        bootstrap.setConfigurationFactoryFactory(Configurations.factories());
        bootstrap.setValidatorFactory(Configurations.validators());
    }

    @Override
    protected void addDefaultCommands(Bootstrap<VivaConfiguration> bootstrap) {
        bootstrap.addCommand(new ServeCommand(this));
        bootstrap.addCommand(new CheckConfigurationCommand(this));
        bootstrap.addCommand(new CopyDataCommand());
        bootstrap.addCommand(new DoctorCommand(this, clock));
        bootstrap.addCommand(new EraseAgainCommand());
        bootstrap.addCommand(BackupCommand.backup(this, clock));
        bootstrap.addCommand(BackupCommand.restore(this, clock));
        AuthorCommands.all(Console.ofProcess()).forEach(bootstrap::addCommand);
    }

    @Override
    public void run(VivaConfiguration config, Environment environment) throws IOException {
        LogLevels.keepOthersAtInfo();
        Production.require(config);
        logFindings(config.findings());

        var entrance = Entrance.install(config, environment);
        var database = Database.install(environment, config.database, config.dataDir);
        var redis = Redis.install(environment, config.redis);
        var contract = entrance.contract();
        var library =
                Library.install(environment, config.content, entrance.schemas(), database, config.encounter::promised);
        var access = Access.install(
                environment, contract, new Access.Settings(config.access, config.dataDir), database, clock);
        var transcripts = transcripts(config, environment, entrance, database, redis, library, access);
        var examinations = Examinations.install(
                environment, database, access.sessions(), library, transcripts.log(), config.calls.listens());
        learning(config, environment, database, access, library, transcripts);

        var sessions = new Sessions(database, access, library.frozen(), transcripts, examinations.functions());
        var voice = encounters(config, environment, entrance.metrics(), sessions, library, redis);

        Page.install(environment);
        operations(config, access, database, redis, library, voice)
                .warmUp(WarmUp.install(environment, config.warmUp(), database)::isOn)
                .output(out)
                .install(environment, contract);
    }

    /** Who may do how much, what is recorded of it, and what is said and followed. */
    private Transcripts transcripts(
            VivaConfiguration config,
            Environment environment,
            Entrance entrance,
            Database database,
            Optional<Redis> redis,
            Library library,
            Access access) {
        var contract = entrance.contract();
        var limits = RateLimits.install(
                environment, config.limits, contract.rateLimits(), access.membership(), redis, clock);
        Audit.install(environment, contract, database, clock);
        var slots =
                StreamSlots.install(environment, config.limits, config.server().getMaxThreads());
        return Transcripts.install(
                environment,
                database,
                redis,
                access.sessions(),
                new TranscriptLog.Rules(library.frozen(), config.calls.listens()),
                slots,
                operations -> shorten(environment, config, entrance.toRelays(limits, access), operations),
                clock);
    }

    /** Calls, typed lines, and encounters from their start to their erasure. */
    private Voice encounters(
            VivaConfiguration config,
            Environment environment,
            Metrics metrics,
            Sessions sessions,
            Library library,
            Optional<Redis> redis) {
        logFindings(config.encounter.findings(library.cases().scenarios()));
        var database = sessions.database();
        var provider = Provider.install(config, library.cases(), environment, metrics, clock);
        var voice = Voice.install(environment, config.voice(), provider, sessions, redis, clock);
        Typed.install(environment, sessions, voice, config.calls.lease().toJavaDuration(), clock);
        var erasure = Erasures.install(environment, config.retention, config.dataDir, database, voice.calls(), clock);
        var exams = Exams.install(environment, database, library.cases(), clock);
        var choices = new Choices(library.cases(), exams, config.encounter);
        var afterwards = new Afterwards(erasure, Debriefs.reflections(environment, database, clock));
        Encounter.install(environment, sessions, voice, choices, afterwards, clock);
        return voice;
    }

    /** What student and faculty do with an encounter after it. */
    private void learning(
            VivaConfiguration config,
            Environment environment,
            Database database,
            Access access,
            Library library,
            Transcripts transcripts) {
        var debriefs =
                Debriefs.install(environment, database, access.sessions(), library, transcripts, config.debrief, clock);
        Assessments.install(
                environment,
                database,
                access.sessions(),
                library.cases(),
                transcripts.log(),
                debriefs::answersFor,
                clock);
        Cohorts.install(environment, database, library.cases(), debriefs::items, debriefs::fidelity);
        Reviews.install(
                environment, config.review, database, access.sessions(), library.cases(), transcripts.log(), clock);
    }

    /** Spans are made by the framework's listeners, so with tracing every request goes their way. */
    private static void shorten(
            Environment environment, VivaConfiguration config, RelayFastPath.Steps steps, TranscriptApi operations) {
        if (!config.tracing.on()) {
            RelayFastPath.install(environment, steps, operations);
        }
    }

    /** Findings that {@code /health} shows are logged elsewhere at the start. */
    private static void logFindings(List<Finding> findings) {
        findings.stream()
                .filter(finding -> !finding.shownInHealth())
                .forEach(finding -> log.warn("configuration: {}", finding));
    }

    private static Operations operations(
            VivaConfiguration config,
            Access access,
            Database database,
            Optional<Redis> redis,
            Library library,
            Voice voice) {
        return new Operations(config.deployment(), database, redis)
                .content(library.cases()::digest)
                .spending(voice::spending, Faculty.class::isInstance)
                .warnings(config::warnings)
                .warnings(voice::warnings)
                .warnings(access.oidc()::warnings)
                .view(() -> config.view(access));
    }
}
