package dev.viva;

import dev.viva.configuration.Finding;
import dev.viva.configuration.Printout;
import dev.viva.doctor.Diagnosis;
import dev.viva.doctor.Doctor;
import dev.viva.doctor.Probes;
import dev.viva.exam.OpenExams;
import dev.viva.openai.OpenAiChat;
import dev.viva.openai.OpenAiRealtime;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.review.ReviewConfiguration;
import dev.viva.review.Reviews;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code viva doctor config.yml}: prints the configuration in force, what is unsafe in it, and what live probes of all
 * parts found. It fails when one of them failed, and may run beside a running service.
 */
final class DoctorCommand extends ConfiguredCommand<VivaConfiguration> {
    private final Application<VivaConfiguration> application;
    private final Clock clock;
    private final PrintStream out = System.out;

    DoctorCommand(Application<VivaConfiguration> application, Clock clock) {
        super("doctor", "Looks at the configuration, the database, Redis, the provider, the reviewer and this machine");
        this.application = application;
        this.clock = clock;
    }

    @Override
    protected Class<VivaConfiguration> getConfigurationClass() {
        return application.getConfigurationClass();
    }

    @Override
    public void configure(Subparser parser) {
        super.configure(parser);
        parser.addArgument("--quiet").action(Arguments.storeTrue()).help("does not print the configuration in force");
    }

    @Override
    protected void run(Bootstrap<VivaConfiguration> bootstrap, Namespace arguments, VivaConfiguration config) {
        if (config.resolution != null && !Boolean.TRUE.equals(arguments.getBoolean("quiet"))) {
            Printout.of(config.resolution, VivaConfiguration.class, bootstrap.getObjectMapper())
                    .forEach(out::println);
            out.println();
        }
        var probes = new Probes(clock)
                .ports(config.getServerFactory())
                .database(config.database, config.dataDir, config.replicas)
                .redis(config.redis)
                .identityProvider(config.access.oidc())
                .provider(config.realtime, () -> provider(config))
                .reviewer(config.review.on(), config.review.model(), () -> reviewer(config.review))
                .content(config.content, new OpenExams(config.database, config.dataDir, clock));
        if (!new Doctor(probes.all()).examine(settings(config), out)) {
            throw new IllnessException();
        }
    }

    private static List<Diagnosis> settings(VivaConfiguration config) {
        List<Finding> refused = Production.refusals(config);
        var found = new ArrayList<Diagnosis>();
        refused.forEach(finding -> found.add(Diagnosis.fail(finding.key(), finding.sentence())));
        config.findings().stream()
                .filter(finding -> !refused.contains(finding))
                .forEach(finding -> found.add(Diagnosis.warn(finding.key(), finding.sentence())));
        return found.isEmpty() ? List.of(Diagnosis.ok("settings", "none is unsafe.")) : found;
    }

    private static RealtimeProvider provider(VivaConfiguration config) {
        return new OpenAiRealtime(
                config.realtime::baseUri,
                Objects.requireNonNull(config.realtime.apiKey(), "not simulated"),
                config.realtime.timeouts(),
                config.calls.endedAfter(),
                ProviderObserver.NONE);
    }

    private static OpenAiChat reviewer(ReviewConfiguration config) {
        return Reviews.chat(config, Objects.requireNonNull(config.apiKey(), "validated"));
    }

    /** Something failed; the report has said what. */
    private static final class IllnessException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        if (!(thrown instanceof IllnessException)) {
            Failures.report(cli, thrown, () -> super.onError(cli, namespace, thrown));
        }
    }
}
