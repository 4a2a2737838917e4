package dev.viva.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Opens many idle event streams on one process with 1 GiB of heap, waits until each had a heartbeat, stores one line in
 * every session and waits until each stream delivered it. Run it with {@code java StreamBenchmark.java [jar] [streams]
 * [streams of a session]}; exits with 1 if a stream is lost or misses its heartbeat or its line.
 */
final class StreamBenchmark {
    private static final Pattern SESSION = Pattern.compile("\"session_id\":\"([^\"]+)\"");
    private static final Pattern GRANT = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final String CASE = "{\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final int adminPort;
    private final CountDownLatch opened;
    private final CountDownLatch beaten;
    private final CountDownLatch delivered;
    private final AtomicInteger lost = new AtomicInteger();
    private final long[] nanos;
    private volatile long relayed;

    private StreamBenchmark(int port, int adminPort, int streams) {
        this.port = port;
        this.adminPort = adminPort;
        this.opened = new CountDownLatch(streams);
        this.beaten = new CountDownLatch(streams);
        this.delivered = new CountDownLatch(streams);
        this.nanos = new long[streams];
    }

    private record Opened(String id, String grant) {}

    public static void main(String[] arguments) throws Exception {
        Path jar =
                Path.of(arguments.length > 0 ? arguments[0] : "target/viva.jar").toAbsolutePath();
        int streams = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5000;
        int each = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        int port = freePort();
        int adminPort = freePort();
        Process server = start(jar, port, adminPort);
        boolean good = false;
        try {
            var readers = Executors.newVirtualThreadPerTaskExecutor();
            good = new StreamBenchmark(port, adminPort, streams).run(readers, streams, each);
        } finally {
            server.destroyForcibly();
            System.out.println(good ? "all well" : "not as it should be");
        }
        System.exit(good ? 0 : 1);
    }

    private static Process start(Path jar, int port, int adminPort) throws IOException {
        Path data = Files.createTempDirectory("viva-streams");
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString(),
                "server",
                "soak-tests/viva-soak.yml");
        builder.environment().put("VIVA_PORT", String.valueOf(port));
        builder.environment().put("VIVA_ADMIN_PORT", String.valueOf(adminPort));
        builder.environment().put("VIVA_DATA_DIR", data.toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(data.resolve("viva.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean run(ExecutorService readers, int streams, int each) throws Exception {
        untilReady();
        print("before");
        List<Opened> sessions = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            if (i % each == 0) {
                sessions.add(session());
            }
            Opened session = sessions.getLast();
            int number = i;
            readers.submit(() -> follow(session, number));
        }
        await("open", opened, 120);
        await("had a heartbeat", beaten, 60);
        print("idle");
        relayed = System.nanoTime();
        for (Opened session : sessions) {
            relay(session);
        }
        await("delivered the line", delivered, 60);
        print("after an event for each");
        Arrays.sort(nanos);
        System.out.printf(
                "from the first relay to the event, with %d relays one after the other: p50 %d ms, last %d ms%n",
                sessions.size(), nanos[streams / 2] / 1_000_000, nanos[streams - 1] / 1_000_000);
        System.out.printf("lost streams: %d%n", lost.get());
        return lost.get() == 0 && opened.getCount() + beaten.getCount() + delivered.getCount() == 0;
    }

    private void await(String what, CountDownLatch latch, int seconds) throws InterruptedException {
        long begin = System.nanoTime();
        latch.await(seconds, TimeUnit.SECONDS);
        System.out.printf(
                "%d of %d streams %s after %.1f s%n",
                nanos.length - latch.getCount(), nanos.length, what, (System.nanoTime() - begin) / 1e9);
    }

    /** Reads until the line arrives. */
    private void follow(Opened session, int number) {
        try (var socket = new Socket("127.0.0.1", port)) {
            String request = "GET /api/v1/sessions/%s/events HTTP/1.1\r\nHost: viva\r\nAuthorization: Bearer %s\r\n\r\n"
                    .formatted(session.id(), session.grant());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 256);
            boolean beat = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("retry:")) {
                    opened.countDown();
                } else if (line.equals(":") && !beat) {
                    beat = true;
                    beaten.countDown();
                } else if (line.startsWith("event: turn")) {
                    nanos[number] = System.nanoTime() - relayed;
                    delivered.countDown();
                    delivered.await(); // stays open until every stream has its line
                    return;
                }
            }
            lost.incrementAndGet();
        } catch (IOException | InterruptedException e) {
            lost.incrementAndGet();
        }
    }

    private Opened session() throws IOException, InterruptedException {
        String created = text(post("/api/v1/sessions", CASE));
        return new Opened(find(SESSION, created), find(GRANT, created));
    }

    private void relay(Opened session) throws IOException, InterruptedException {
        String line = "{\"item_id\":\"item_1\",\"role\":\"student\",\"text\":\"Hello\",\"is_final\":true}";
        text(post("/api/v1/sessions/" + session.id() + "/transcript", line)
                .header("Authorization", "Bearer " + session.grant()));
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private String text(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private void untilReady() throws InterruptedException {
        var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"));
        for (int i = 0; i < 300; i++) {
            try {
                text(ready);
                return;
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("the service did not become ready");
    }

    /** Heap after a collection, and threads, from the service's own metrics. */
    private void print(String when) throws IOException, InterruptedException {
        URI admin = URI.create("http://127.0.0.1:" + adminPort);
        text(HttpRequest.newBuilder(admin.resolve("/tasks/gc")).POST(HttpRequest.BodyPublishers.noBody()));
        String metrics = text(HttpRequest.newBuilder(admin.resolve("/metrics")));
        double heap = metric(metrics, "jvm_memory_used_bytes{area=\"heap\"}");
        double outside = metric(metrics, "jvm_memory_used_bytes{area=\"nonheap\"}");
        double threads = metric(metrics, "jvm_threads_current ");
        double open = metric(metrics, "viva_streams_open ");
        System.out.printf(
                "%s: heap %.0f MiB after a collection, %.0f MiB beside it, %.0f platform threads, %.0f streams%n",
                when, heap / 1048576, outside / 1048576, threads, open);
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String find(Pattern pattern, String text) throws IOException {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("nothing like " + pattern + " in an answer");
        }
        return found.group(1);
    }
}
