package dev.viva.soak;

import dev.viva.soak.growth.Bounds;
import dev.viva.soak.growth.Growth;
import dev.viva.soak.machine.Deployment;
import dev.viva.soak.machine.Folders;
import dev.viva.soak.machine.Replica;
import dev.viva.soak.simulation.VoiceSessionSimulation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the named simulations, one after another, against a deployment that it starts on this machine, or against the one
 * at {@code VIVA_SOAK_URL}. Exits with 1 if anything differed, failed or grew, and with 2 if a setting is wrong.
 */
final class Soak implements Steps {
    private static final Path FOLDER = Path.of("soak-tests/target");
    private static final List<String> SIMULATIONS = List.of(
            "SchoolDay",
            "BadDay",
            "RollingUpdate",
            "VoiceSession",
            "Classroom",
            "ReaderChurn",
            "Abuser",
            "Faculty",
            "Examination");
    /** They break what they run against. */
    private static final Set<String> FOR_OWN_DEPLOYMENTS = Set.of("BadDay", "RollingUpdate");
    /** The service closes a connection that is idle for 30 seconds. */
    private static final Duration UNTIL_IDLE_CONNECTIONS_END = Duration.ofSeconds(35);

    private final Optional<Deployment> own;
    private final URI url;
    private final Settings settings;
    private final Growth growth;

    private Soak(Optional<Deployment> own, URI url, Settings settings, Growth growth) {
        this.own = own;
        this.url = url;
        this.settings = settings;
        this.growth = growth;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> names = arguments.length == 0 ? List.of("SchoolDay") : List.of(arguments);
        if (!SIMULATIONS.containsAll(names)) {
            System.err.println("soak: name some of " + String.join(", ", SIMULATIONS) + ", or nothing for SchoolDay");
            System.exit(2);
        }
        String url = System.getenv().getOrDefault("VIVA_SOAK_URL", "");
        Settings settings = Settings.ofEnvironment(System.getenv());
        if (url.isBlank()) {
            Path folder = FOLDER.resolve("deployment").toAbsolutePath();
            Folders.delete(folder);
            boolean passed = false;
            try (var deployment = Deployment.start(folder, Map.of())) {
                var growth = Growth.withRedis(
                        deployment.replicas().stream().map(Replica::admin).toList(), Duration.ofSeconds(3));
                passed = new Soak(Optional.of(deployment), deployment.url(), settings, growth).all(names, settings);
            } catch (RuntimeException | IOException e) {
                e.printStackTrace();
                passed = false;
            }
            if (!passed) {
                System.err.println("soak: the logs are in " + folder);
            }
            System.exit(passed ? 0 : 1);
        }
        List<URI> admins = Arrays.stream(
                        System.getenv().getOrDefault("VIVA_SOAK_ADMIN_URLS", "").split("[ ,]+"))
                .filter(one -> !one.isBlank())
                .map(URI::create)
                .toList();
        if (names.stream().anyMatch(FOR_OWN_DEPLOYMENTS::contains)) {
            System.err.println("soak: BadDay and RollingUpdate need a deployment that this program started: leave out"
                    + " VIVA_SOAK_URL");
            System.exit(2);
        }
        if (admins.isEmpty()) {
            System.err.println("soak: growth is not measured: VIVA_SOAK_ADMIN_URLS names no replica's admin port");
        }
        var growth = Growth.of(admins, Duration.ofSeconds(30));
        System.exit(new Soak(Optional.empty(), URI.create(url), settings, growth).all(names, settings) ? 0 : 1);
    }

    @Override
    public boolean warmUp() throws IOException, InterruptedException {
        System.out.println("soak: a minute to warm up");
        boolean passed = simulate("VoiceSession", settings.of(Duration.ofMinutes(1)));
        Thread.sleep(UNTIL_IDLE_CONNECTIONS_END); // counted before the run, they would hide leaked handles
        return passed;
    }

    @Override
    public boolean one(String name, Bounds bounds) throws IOException, InterruptedException {
        collect();
        growth.begin();
        Files.deleteIfExists(SoakSimulation.BEGUN);
        Files.deleteIfExists(SoakSimulation.OUTCOME);
        System.out.printf("soak: %s, %d users for %s, against %s%n", name, settings.users(), settings.duration(), url);
        var problems = new ArrayList<String>();
        boolean passed = happen(name, problems);
        if (problems.isEmpty()) {
            collect();
            var report = new ArrayList<String>();
            problems.addAll(growth.end(bounds, report));
            report.add("");
            report.add(problems.isEmpty() ? "Nothing grew beyond its bound." : String.join("\n", problems));
            Files.write(FOLDER.resolve("growth-" + name + ".md"), report);
            report.forEach(System.out::println);
        }
        problems.forEach(problem -> System.err.println("soak: " + problem));
        passed &= problems.isEmpty();
        System.out.printf("soak: %s %s%n", name, passed ? "passed: nothing lost, doubled or out of order" : "FAILED");
        return passed;
    }

    /** Lets it happen, and its trouble if it has one. */
    private boolean happen(String name, List<String> problems) throws IOException, InterruptedException {
        boolean isBad = name.equals("BadDay");
        Optional<Trouble> trouble =
                Trouble.of(name, own::orElseThrow, settings.duration(), replica -> growth.ends(replica.admin()));
        try {
            boolean passed = simulate(name, settings);
            if (!Files.exists(SoakSimulation.OUTCOME)) {
                problems.add("the simulation did not come to its end");
                return false;
            }
            Outcome outcome = Outcome.read(SoakSimulation.OUTCOME);
            problems.addAll(outcome.problems());
            if (trouble.isPresent()) {
                problems.addAll(trouble.get().end(outcome.repeated(), isBad));
            }
            own.ifPresent(deployment -> deployment.replicas().stream()
                    .filter(replica -> !replica.isAlive())
                    .forEach(replica -> problems.add("a replica died; its log is " + replica.log())));
            List<String> errors = errors();
            problems.addAll(isBad ? List.of() : errors);
            return passed;
        } finally {
            trouble.ifPresent(Trouble::close);
        }
    }

    /** What own replicas have logged as errors since the last look. Only a bad day explains one. */
    private List<String> errors() throws IOException {
        var errors = new ArrayList<String>();
        if (own.isPresent()) {
            for (Replica replica : own.get().replicas()) {
                replica.newErrors().forEach(error -> errors.add(replica.log() + " has " + error));
            }
        }
        return errors;
    }

    private boolean simulate(String name, Settings length) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(length.properties());
        command.addAll(List.of(
                "-Dviva.url=" + url,
                "-Dviva.own=" + own.isPresent(),
                "-Dviva.faculty_key=" + System.getenv().getOrDefault("VIVA_SOAK_FACULTY_KEY", People.FACULTY_KEY),
                "-Dviva.class_code=" + System.getenv().getOrDefault("VIVA_SOAK_CLASS_CODE", People.CLASS_CODE),
                "io.gatling.app.Gatling",
                "-s",
                VoiceSessionSimulation.class.getPackageName() + "." + name + "Simulation",
                "-rf",
                FOLDER.resolve("gatling").toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    /** Collects the garbage of own replicas, so that their heap is what they keep. */
    private void collect() throws IOException, InterruptedException {
        if (own.isEmpty()) {
            return;
        }
        for (Replica replica : own.get().replicas()) {
            replica.collectGarbage();
        }
    }
}
