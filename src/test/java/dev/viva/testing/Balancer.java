package dev.viva.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** HAProxy with the shipped configuration before two replicas; only ports, addresses and times differ. */
public final class Balancer implements AutoCloseable {
    /** Connections from one address. */
    public static final int PER_ADDRESS = 400;

    private static final Path CONFIGURATION = Path.of("deploy/haproxy.cfg");

    private final Process process;
    private final int port;

    private Balancer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one on a free port. Skips the test where HAProxy is not installed.
     *
     * @param pause between two checks of a replica's health, such as {@code 200ms}; each check and each request may take
     *     longer, so that a busy machine does not look like an outage
     */
    public static Balancer start(Path folder, String pause, URI one, URI two) throws IOException {
        String haproxy = program();
        assumeTrue(!haproxy.isEmpty(), "haproxy is not installed: apt-get install haproxy");
        int port = ServerProcess.freePort();
        String text = Files.readString(CONFIGURATION)
                .replace("bind :8080", "bind 127.0.0.1:" + port)
                .replace("viva-1:8080", "127.0.0.1:" + one.getPort())
                .replace("viva-2:8080", "127.0.0.1:" + two.getPort())
                .replace("inter 5s fastinter 1s", "inter " + pause)
                .replace("timeout queue   10s", "timeout queue   10s\n    timeout check   20s")
                .replace("timeout http-request 15s", "timeout http-request 10m")
                .replace("maxconn 20000", "maxconn 1000")
                .replace("conn_cur gt 2000", "conn_cur gt " + PER_ADDRESS);
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), text);
        var process = new ProcessBuilder(haproxy, "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        var balancer = new Balancer(process, port);
        Until.isTrue("the balancer listens", balancer::listens);
        return balancer;
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String program() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, "haproxy"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }

    /** Where clients reach the replicas. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(5, TimeUnit.SECONDS);
    }
}
