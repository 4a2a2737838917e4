package dev.viva;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.viva.configuration.LayeredConfigurationFactory;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * A second, throw-away service in this process: the same classes with the built-in configuration, on a free port of this
 * machine alone, with an empty SQLite database in a temporary folder. What it executes is then compiled for the real one
 * too. It shares no database, Redis, limit, metric or audit trail with the real one, and writes no log.
 */
final class WarmUpService implements AutoCloseable {
    private final Silence silence = new Silence();
    private final Path folder;
    private @Nullable Server server;

    private WarmUpService() throws IOException {
        folder = Files.createTempDirectory(
                "viva-warm-up-" + ProcessHandle.current().pid() + "-");
    }

    /**
     * Starts one, plays encounters against it, and removes it. Ends in time, or when it is interrupted.
     *
     * @return what was done, in words
     */
    static String exercise(Duration bound) throws Exception {
        // The rest is for its end.
        long deadline = System.nanoTime() + bound.toNanos() * 4 / 5;
        try (var service = new WarmUpService();
                var traffic = new WarmUpTraffic(service.start(), deadline)) {
            return traffic.play();
        }
    }

    private URI start() throws Exception {
        silence.begin();
        var application = new VivaApplication(Clock.systemUTC(), new PrintStream(OutputStream.nullOutputStream()));
        var bootstrap = new Bootstrap<>(application);
        application.initialize(bootstrap);
        var config = configuration(bootstrap);
        var environment = new Environment(
                application.getName(),
                bootstrap.getObjectMapper(),
                bootstrap.getValidatorFactory(),
                bootstrap.getMetricRegistry(),
                bootstrap.getClassLoader(),
                bootstrap.getHealthCheckRegistry(),
                config);
        config.getServerFactory().configure(environment);
        application.run(config, environment);
        server = config.getServerFactory().build(environment);
        server.start();
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The built-in configuration as if these were its only variables. */
    private VivaConfiguration configuration(Bootstrap<VivaConfiguration> bootstrap)
            throws IOException, ConfigurationException {
        var variables = Map.of(
                "VIVA_DATA_DIR", folder.toString(),
                "VIVA_PORT", "0",
                "VIVA_ADMIN_PORT", "0",
                "VIVA_WARM_UP", "0s",
                "VIVA_STUDENTS_PER_ADDRESS", "10000",
                // A provider that cannot be reached. The simulator would load its models.
                "OPENAI_API_KEY", "not-used",
                "OPENAI_BASE_URL", "http://127.0.0.1:9");
        return new LayeredConfigurationFactory<>(
                        VivaConfiguration.class,
                        bootstrap.getValidatorFactory().getValidator(),
                        bootstrap.getObjectMapper(),
                        "viva-warm-up",
                        variables,
                        (config, resolution) -> {})
                .build();
    }

    @Override
    public void close() throws Exception {
        boolean interrupted = Thread.interrupted(); // the end must not be cut short
        try {
            if (server != null) {
                server.stop();
            }
        } finally {
            silence.end();
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Keeps what its threads log out of the log, and out of the metrics of the log. Threads inherit it. */
    private static final class Silence extends TurboFilter {
        private final InheritableThreadLocal<Boolean> here = new InheritableThreadLocal<>();
        private final LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();

        void begin() {
            here.set(true);
            start();
            logs.addTurboFilter(this);
        }

        void end() {
            logs.getTurboFilterList().remove(this);
            here.remove();
        }

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] parameters,
                @Nullable Throwable thrown) {
            return here.get() == null ? FilterReply.NEUTRAL : FilterReply.DENY;
        }
    }
}
