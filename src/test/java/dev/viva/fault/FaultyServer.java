package dev.viva.fault;

import dev.viva.VivaApplication;
import dev.viva.VivaConfiguration;
import dev.viva.history.RandomFaults;
import dev.viva.storage.Database;
import dev.viva.testing.Deployment;
import dev.viva.testing.ServerProcess;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.JettyManaged;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The service as a separate process whose database fails at random or which blocks at chosen places. */
public final class FaultyServer extends VivaApplication {
    private static final String FOLDER = "viva.test.folder";
    private static final String ADDRESS = "viva.test.address";
    private static final String SEED = "viva.test.seed";
    private static final String STOPS = "viva.test.stops";

    private final RandomFaults faults;
    private final Stops stops;

    private FaultyServer(RandomFaults faults, Stops stops) {
        this.faults = faults;
        this.stops = stops;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(System.getProperty(FOLDER));
        var faults = new RandomFaults(Long.getLong(SEED, 0));
        var stops = new Stops(folder);
        FaultyDriver.set(System.getProperty(ADDRESS, folder.toString()), Boolean.getBoolean(STOPS) ? stops : faults);
        new FaultyServer(faults, stops).run("server", "src/test/resources/test-config.yml");
    }

    /** Starts one whose database steps fail at random. */
    static ServerProcess failing(Path folder, int port, long seed) {
        return start(folder, port, List.of("-D" + SEED + "=" + seed, "-Ddw.encounter.late_finals=1s"));
    }

    /** Starts one that blocks at the places that requests name. */
    static ServerProcess stopping(Path folder, int port, int adminPort) {
        String admin = "-Ddw.server.adminConnectors[0].port=" + adminPort;
        return start(folder, port, List.of("-D" + STOPS + "=true", admin, "-Ddw.encounter.late_finals=0s"));
    }

    /** Starts one of several whose steps fail at random, without waiting for it. */
    public static ServerProcess launchReplica(Path folder, int port, long seed, Deployment.Shared shared) {
        var properties = properties(folder, port, shared.properties());
        properties.add("-D" + ADDRESS + "=" + shared.database());
        properties.add("-D" + SEED + "=" + seed);
        properties.add("-Ddw.encounter.late_finals=1s");
        return ServerProcess.launch(folder, port, FaultyServer.class, properties);
    }

    private static ServerProcess start(Path folder, int port, List<String> mode) {
        return ServerProcess.start(folder, port, FaultyServer.class, properties(folder, port, mode));
    }

    private static List<String> properties(Path folder, int port, List<String> mode) {
        var properties = new ArrayList<>(List.of(
                "-D" + FOLDER + "=" + folder,
                "-Ddw.data_dir=" + folder,
                "-Ddw.logging.level=OFF",
                "-Ddw.server.applicationConnectors[0].port=" + port));
        properties.addAll(mode);
        return properties;
    }

    @Override
    public void run(VivaConfiguration config, Environment environment) throws IOException {
        super.run(config, environment);
        if (!Boolean.getBoolean(STOPS)) {
            environment.lifecycle().addServerLifecycleListener(server -> faults.begin());
            return;
        }
        environment
                .servlets()
                .addFilter("stops", new StopFilter(stops))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/api/*");
        environment.lifecycle().getManagedObjects().stream()
                .map(object -> object instanceof JettyManaged jetty ? jetty.getManaged() : object)
                .filter(Database.class::isInstance)
                .map(Database.class::cast)
                .forEach(database -> database.commits().onCommitted(stops::answered));
    }
}
