package dev.viva.soak.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole deployment on this machine: two replicas with PostgreSQL and Redis behind the shipped balancer, and a
 * stand-in for the provider, which is the built-in simulator as a service of its own.
 */
public final class Deployment implements AutoCloseable {
    /** The bound of memory of a container in {@code deploy/compose.yaml}, of which the image takes half as heap. */
    private static final String CONTAINER = "-XX:MaxRAM=1g";

    private static final Path IMAGE = Path.of("Dockerfile");
    private static final Pattern IMAGE_OPTIONS = Pattern.compile("(?m)^ENV JDK_JAVA_OPTIONS=\"(.+)\"$");

    /** Its speed is not judged: it starts sooner without the optimising compiler. */
    private static final String PROVIDER_JVM = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final String PROVIDER_KEY = "soak";

    private final Parts parts = new Parts();
    private final Postgres postgres;
    private final Redis redis;
    private final Provider provider;
    private final List<Replica> replicas;
    private final Balancer balancer;

    /** @param settings more variables of the replicas' configuration */
    private Deployment(Path folder, Map<String, String> settings) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Replica simulator = parts.keep(Replica.launch(
                folder.resolve("provider"),
                Map.of("VIVA_SIMULATOR_KEY", PROVIDER_KEY, "JDK_JAVA_OPTIONS", PROVIDER_JVM)));
        provider = new Provider(simulator.url(), PROVIDER_KEY);
        redis = parts.keep(Redis.start(folder));
        postgres = parts.keep(Postgres.start(folder));
        var environment = new HashMap<>(settings);
        environment.putAll(postgres.environment());
        environment.putAll(redis.environment());
        environment.put("VIVA_REPLICAS", "2");
        environment.put("VIVA_LOG_LEVEL", "WARN"); // a line for each request of eight hours would fill the disk
        environment.put("JDK_JAVA_OPTIONS", imageOptions());
        environment.put("VIVA_TRUST_PROXY_HOPS", "1");
        environment.put("VIVA_DRAIN_NOTICE", "10s"); // as the shipped deployment: twice the balancer's check
        environment.put("VIVA_SOAK_REALTIME", "openai");
        environment.put("VIVA_SOAK_PROVIDER", provider.base().toString());
        replicas = List.of(
                parts.keep(Replica.launch(folder.resolve("replica-1"), environment)),
                parts.keep(Replica.launch(folder.resolve("replica-2"), environment)));
        simulator.untilReady();
        replicas.forEach(Replica::untilReady);
        balancer = parts.keep(Balancer.start(folder, replicas.getFirst(), replicas.getLast()));
    }

    public static Deployment start(Path folder, Map<String, String> settings) {
        return new Deployment(folder, settings);
    }

    /** The options of the image's JVM, in a container of its size: what operators run is what is measured. */
    public static String imageOptions() {
        try {
            Matcher found = IMAGE_OPTIONS.matcher(Files.readString(IMAGE));
            if (!found.find()) {
                throw new IllegalStateException(IMAGE + " sets no JDK_JAVA_OPTIONS");
            }
            return found.group(1) + " " + CONTAINER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return balancer.url();
    }

    public List<Replica> replicas() {
        return replicas;
    }

    public Postgres postgres() {
        return postgres;
    }

    public Redis redis() {
        return redis;
    }

    public Provider provider() {
        return provider;
    }

    @Override
    public void close() {
        parts.close();
    }
}
