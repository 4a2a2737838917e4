package dev.viva.testing;

import com.google.common.base.Throwables;
import dev.viva.VivaApplication;
import dev.viva.VivaConfiguration;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.ResourceConfigurationSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.JettyManaged;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.server.AbstractConnector;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;

/** The whole service in this process, over HTTP on a free port, with its own folder. */
public final class VivaServer implements AutoCloseable {
    private static final AtomicInteger SERVERS = new AtomicInteger();
    private static final Duration MAX_IDLE_IN_STOP = Duration.ofMillis(50);

    private final DropwizardTestSupport<VivaConfiguration> support;

    private VivaServer(DropwizardTestSupport<VivaConfiguration> support) {
        this.support = support;
    }

    /** Starts it on the folder's database of that engine. */
    public static VivaServer start(Engine engine, Path data, Clock clock, String... overrides) {
        return start(
                data,
                clock,
                Stream.concat(Stream.of("database.url", engine.url(data)), Stream.of(overrides))
                        .toArray(String[]::new));
    }

    public static VivaServer start(Path data, Clock clock, String... overrides) {
        return start(data, clock, environment -> {}, overrides);
    }

    /** Starts it with an extension of the test. */
    public static VivaServer start(Path data, Clock clock, Consumer<Environment> more, String... overrides) {
        var resources = new ResourceConfigurationSourceProvider();
        var log = Stream.of("logging.appenders[1].currentLogFilename", SpokenText.LOG.toString());
        String[] all = Stream.concat(log, Stream.of(overrides)).toArray(String[]::new);
        return start(new Source("test-config.yml", resources), data, clock, more, all);
    }

    /** Starts it with an operator's configuration file, and free ports. */
    public static VivaServer configured(Path file, Path data, Clock clock, String... overrides) {
        var ports = Stream.of("server.applicationConnectors[0].port", "0", "server.adminConnectors[0].port", "0");
        String[] all = Stream.concat(ports, Stream.of(overrides)).toArray(String[]::new);
        return start(new Source(file.toString(), null), data, clock, environment -> {}, all);
    }

    /** @param provider null for the configured one */
    private record Source(String path, @Nullable ConfigurationSourceProvider provider) {}

    private static VivaServer start(
            Source source, Path data, Clock clock, Consumer<Environment> more, String... overrides) {
        // Overrides are system properties of the JVM: two concurrent starts must not mix them.
        String prefix = "dw" + SERVERS.incrementAndGet();
        var all = new HashMap<String, ConfigOverride>(); // of two for one key the later counts
        all.put("data_dir", ConfigOverride.config(prefix, "data_dir", data.toString()));
        for (int i = 0; i < overrides.length; i += 2) {
            all.put(overrides[i], ConfigOverride.config(prefix, overrides[i], overrides[i + 1]));
        }
        var support =
                new DropwizardTestSupport<>(
                        VivaApplication.class,
                        source.path(),
                        source.provider(),
                        null, // it would put a factory of its own in the application's place
                        all.values().toArray(ConfigOverride[]::new)) {
                    @Override
                    public Application<VivaConfiguration> newApplication() {
                        return new VivaApplication(clock) {
                            @Override
                            public void initialize(Bootstrap<VivaConfiguration> bootstrap) {
                                super.initialize(bootstrap);
                                var factories = bootstrap.getConfigurationFactoryFactory();
                                bootstrap.setConfigurationFactoryFactory((type, validator, mapper, ignored) ->
                                        factories.create(type, validator, mapper, prefix));
                            }

                            @Override
                            public void run(VivaConfiguration config, Environment environment) throws IOException {
                                super.run(config, environment);
                                more.accept(environment);
                            }
                        };
                    }
                };
        try {
            support.before();
        } catch (Exception e) {
            throw new IllegalStateException("the service did not start: " + Throwables.getRootCause(e), e);
        }
        return new VivaServer(support);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + support.getLocalPort());
    }

    public URI adminUrl() {
        return URI.create("http://127.0.0.1:" + support.getAdminPort());
    }

    public DropwizardTestSupport<VivaConfiguration> support() {
        return support;
    }

    /** The resource that implements this part of the contract, for calls without HTTP. */
    public <T> T resource(Class<T> type) {
        var container = (ServletContainer)
                Objects.requireNonNull(support.getEnvironment().getJerseyServletContainer(), "it was started");
        Class<?> resource = container.getConfiguration().getClasses().stream()
                .filter(type::isAssignableFrom)
                .findFirst()
                .orElseThrow();
        return type.cast(container.getApplicationHandler().getInjectionManager().getInstance(resource));
    }

    /** The managed object of that type. */
    public <T> T managed(Class<T> type) {
        return support.getEnvironment().lifecycle().getManagedObjects().stream()
                .map(object -> object instanceof JettyManaged jetty ? jetty.getManaged() : object)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        // The clients of tests leave connections open, and a stop waits until each has been idle for a second.
        support.getEnvironment()
                .getApplicationContext()
                .getServer()
                .getBeans(AbstractConnector.class)
                .forEach(connector -> connector.setShutdownIdleTimeout(MAX_IDLE_IN_STOP.toMillis()));
        support.after();
    }
}
