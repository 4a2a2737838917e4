package dev.viva.soak.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * HAProxy with the shipped configuration before two replicas. Only addresses and the number of connections differ, and,
 * since the provider is a service of its own, any replica gets any request, as the configuration says.
 */
public final class Balancer implements AutoCloseable {
    private static final Path CONFIGURATION = Path.of("deploy/haproxy.cfg");

    private final int port = Ports.free();
    private final Process process;

    private Balancer(Path folder, Replica one, Replica two) {
        try {
            Path file = Files.writeString(folder.resolve("haproxy.cfg"), configured(one, two));
            process = Programs.start(
                    folder.resolve("haproxy.log"), Map.of(), List.of(program(), "-db", "-f", file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Balancer start(Path folder, Replica one, Replica two) {
        var balancer = new Balancer(folder, one, two);
        Programs.await("HAProxy listens", Duration.ofSeconds(20), () -> Programs.listens(balancer.port));
        return balancer;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private String configured(Replica one, Replica two) throws IOException {
        String text = Files.readString(CONFIGURATION);
        for (String shipped : List.of(
                "bind :8080",
                "conn_cur gt 2000",
                "viva-1:8080 cookie 1",
                "viva-2:8080 cookie 2",
                "    cookie REPLICA")) {
            if (!text.contains(shipped)) {
                throw new IllegalStateException(CONFIGURATION + " has no more " + shipped);
            }
        }
        return text.replace("bind :8080", "bind 127.0.0.1:" + port)
                .replaceAll("(?m)^    cookie REPLICA .*\n", "")
                .replaceAll("(?m)(viva-[12]:8080) cookie [12]$", "$1")
                .replace("viva-1:8080", "127.0.0.1:" + one.port())
                .replace("viva-2:8080", "127.0.0.1:" + two.port())
                .replace("maxconn 20000", "maxconn 4000")
                .replace("conn_cur gt 2000", "conn_cur gt 4000"); // nearly all users have one address
    }

    private static String program() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "haproxy"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("haproxy is not installed: apt-get install haproxy"));
    }

    @Override
    public void close() {
        process.destroyForcibly(); // it would wait for its streams
    }
}
