package dev.viva.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures durable relays per second beside plain GETs of the same process in the same run: each connection sends one
 * request after the other, in short turns of the one and the other, so that whatever else the machine does meets both. It
 * ends with a count: every line that was acknowledged must be in its session. A program of its own, for {@code java
 * RelayBenchmark.java [url] [connections] [seconds]}; exits with 1 when a request failed or a line is missing.
 */
final class RelayBenchmark {
    private static final Pattern SESSION = Pattern.compile("\"session_id\":\"([^\"]+)\"");
    private static final Pattern GRANT = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern SCENARIO = Pattern.compile("\"scenario_id\":\"([^\"]+)\"");
    private static final Pattern PERSONA = Pattern.compile("\"persona_ids\":\\[\"([^\"]+)\"");
    private static final Pattern TURNS = Pattern.compile("\"turn_count\":(\\d+)");
    /** On two cores the compiler is busy with the paths of a request for this long, and takes a quarter of them. */
    private static final Duration WARM_UP = Duration.ofSeconds(40);

    private static final int ROUNDS = 6;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final String url;

    private RelayBenchmark(String url) {
        this.url = url;
    }

    /** One connection: a session of its own, and the number of its last line. */
    private static final class Student {
        private final String session;
        private final String grant;
        private int lines;

        Student(String session, String grant) {
            this.session = session;
            this.grant = grant;
        }
    }

    /** Sends the next request and answers its status. */
    private interface Next {
        int send(Student student) throws IOException, InterruptedException;
    }

    /** What the connections did in one stretch of time: nanoseconds of each success, sorted, and how many failed. */
    private record Figures(long[] nanos, int failed, Duration took) {
        double perSecond() {
            return nanos.length / (took.toNanos() / 1e9);
        }

        static Figures of(List<Figures> turns) {
            long[] nanos = turns.stream()
                    .flatMapToLong(turn -> Arrays.stream(turn.nanos()))
                    .sorted()
                    .toArray();
            int failed = turns.stream().mapToInt(Figures::failed).sum();
            return new Figures(nanos, failed, turns.stream().map(Figures::took).reduce(Duration.ZERO, Duration::plus));
        }

        double millis(double quantile) {
            return nanos.length == 0 ? 0 : nanos[(int) (quantile * (nanos.length - 1))] / 1e6;
        }
    }

    public static void main(String[] arguments) throws Exception {
        String url = arguments.length > 0 ? arguments[0] : "http://localhost:8080";
        int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
        Duration each = Duration.ofSeconds(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15);
        System.exit(new RelayBenchmark(url).run(connections, each) ? 0 : 1);
    }

    private boolean run(int connections, Duration each) throws Exception {
        List<Student> students = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            students.add(begin());
        }
        measure(students, WARM_UP.dividedBy(4), this::live);
        measure(students, WARM_UP, this::relay);
        List<Figures> live = new ArrayList<>();
        List<Figures> durable = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            live.add(measure(students, each.dividedBy(ROUNDS), this::live));
            durable.add(measure(students, each.dividedBy(ROUNDS), this::relay));
        }
        Figures gets = Figures.of(live);
        Figures relays = Figures.of(durable);
        System.out.printf("%d connections, %d s each%n", connections, each.toSeconds());
        print("GET /health/live", gets);
        print("durable relays", relays);
        System.out.printf("relays / GETs: %.2f%n", relays.perSecond() / gets.perSecond());
        return allThere(students) && gets.failed() == 0 && relays.failed() == 0;
    }

    private static void print(String name, Figures figures) {
        System.out.printf(
                "%-17s %8.0f /s   p50 %6.1f ms   p99 %6.1f ms   failed %d%n",
                name, figures.perSecond(), figures.millis(0.5), figures.millis(0.99), figures.failed());
    }

    private Student begin() throws IOException, InterruptedException {
        String scenarios = text(request("/api/v1/scenarios").build());
        String body = "{\"scenario_id\":\"" + find(SCENARIO, scenarios) + "\",\"persona_id\":\""
                + find(PERSONA, scenarios) + "\"}";
        String created = text(json(request("/api/v1/sessions"), body).build());
        return new Student(find(SESSION, created), find(GRANT, created));
    }

    private int live(Student student) throws IOException, InterruptedException {
        int status = client.send(request("/health/live").build(), BodyHandlers.ofByteArray())
                .statusCode();
        return status == 200 ? 0 : status;
    }

    private int relay(Student student) throws IOException, InterruptedException {
        String body = "{\"item_id\":\"item_B" + (student.lines + 1)
                + "\",\"role\":\"student\",\"text\":\"Does it hurt when I press here?\",\"is_final\":true}";
        var relay = json(request("/api/v1/sessions/" + student.session + "/transcript"), body)
                .header("Authorization", "Bearer " + student.grant)
                .build();
        int status = client.send(relay, BodyHandlers.ofByteArray()).statusCode();
        if (status != 201) {
            return status;
        }
        student.lines++;
        return 0;
    }

    private static Figures measure(List<Student> students, Duration time, Next next)
            throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Future<long[]>> runs = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Student student : students) {
                runs.add(threads.submit(() -> until(end, student, next)));
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        long[] all = new long[0];
        for (Future<long[]> run : runs) {
            long[] some = run.get();
            int old = all.length;
            all = Arrays.copyOf(all, old + some.length);
            System.arraycopy(some, 0, all, old, some.length);
        }
        long[] done = Arrays.stream(all).filter(nanos -> nanos > 0).sorted().toArray();
        return new Figures(done, all.length - done.length, took);
    }

    /** @return for each request its nanoseconds, or 0 when it failed; a student stops at the first failure */
    private static long[] until(long end, Student student, Next next) throws IOException, InterruptedException {
        long[] nanos = new long[1024];
        int count = 0;
        while (System.nanoTime() < end) {
            long begin = System.nanoTime();
            int failed = next.send(student);
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = failed == 0 ? System.nanoTime() - begin : 0;
            if (failed != 0) {
                System.err.println("a request was answered " + failed);
                break;
            }
        }
        return Arrays.copyOf(nanos, count);
    }

    private boolean allThere(List<Student> students) throws IOException, InterruptedException {
        long relayed = 0;
        long stored = 0;
        for (Student student : students) {
            String session = text(request("/api/v1/sessions/" + student.session)
                    .header("Authorization", "Bearer " + student.grant)
                    .build());
            relayed += student.lines;
            stored += Long.parseLong(find(TURNS, session));
        }
        System.out.printf("%d lines acknowledged, %d stored%n", relayed, stored);
        return relayed == stored;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30));
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request, String body) {
        return request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private String text(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(request.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("nothing like " + pattern + " in: " + text);
        }
        return found.group(1);
    }
}
