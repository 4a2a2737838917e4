package dev.viva.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures durable relays per second and plain GETs to the same process in the same run. Each connection sends one
 * request after the other, in short alternating turns, so that other load on the machine affects both. Finally it
 * verifies that every acknowledged line is in its session. Run it with {@code java RelayBenchmark.java [url]
 * [connections] [seconds] [lines]}; exits with 1 if a request failed or a line is missing.
 *
 * <p>With a number of lines it also measures, in the same turns, relays of which every second one was sent before.
 * Sessions then have between half that many lines and all of them, so every relay goes into a long log.
 */
final class RelayBenchmark {
    private static final Pattern SESSION = Pattern.compile("\"session_id\":\"([^\"]+)\"");
    private static final Pattern GRANT = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern SCENARIO = Pattern.compile("\"scenario_id\":\"([^\"]+)\"");
    private static final Pattern PERSONA = Pattern.compile("\"persona_ids\":\\[\"([^\"]+)\"");
    private static final Pattern TURNS = Pattern.compile("\"turn_count\":(\\d+)");
    /** For this long the JIT compiler takes a quarter of two cores. */
    private static final Duration WARM_UP = Duration.ofSeconds(40);

    private static final int ROUNDS = 6;
    /** Maximum number of lines in a batch. */
    private static final int BATCH = 100;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final String url;
    private final List<Session> full = Collections.synchronizedList(new ArrayList<>());

    private RelayBenchmark(String url) {
        this.url = url;
    }

    /** One session and the number of its last line. */
    private static final class Session {
        private final String id;
        private final String grant;
        private int lines;

        Session(String id, String grant) {
            this.id = id;
            this.grant = grant;
        }
    }

    /** One connection: its own session, and how many relays it sent in all. */
    private static final class Student {
        private Session session;
        private long sent;

        Student(Session session) {
            this.session = session;
        }
    }

    /** Sends the next request and returns its status. */
    private interface Next {
        int send(Student student) throws IOException, InterruptedException;
    }

    /** The results of one turn: the sorted nanoseconds of each success, and the number of failures. */
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
        int lines = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        System.exit(new RelayBenchmark(url).run(connections, each, lines) ? 0 : 1);
    }

    private boolean run(int connections, Duration each, int lines) throws Exception {
        List<Student> students = begin(connections);
        List<Student> repeaters = lines > 0 ? begin(connections) : List.of();
        measure(students, WARM_UP.dividedBy(4), this::live);
        measure(students, WARM_UP, student -> relay(student, lines));
        for (Student repeater : repeaters) {
            fill(repeater, lines / 2);
        }
        List<Figures> live = new ArrayList<>();
        List<Figures> unique = new ArrayList<>();
        List<Figures> repeated = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            live.add(measure(students, each.dividedBy(ROUNDS), this::live));
            unique.add(measure(students, each.dividedBy(ROUNDS), student -> relay(student, lines)));
            if (lines > 0) {
                repeated.add(measure(repeaters, each.dividedBy(ROUNDS), student -> relayTwice(student, lines)));
            }
        }
        System.out.printf("%d connections, %d s each%n", connections, each.toSeconds());
        boolean good = report(Figures.of(live), Figures.of(unique), lines > 0 ? Figures.of(repeated) : null);
        students.forEach(student -> full.add(student.session));
        repeaters.forEach(student -> full.add(student.session));
        return allThere() && good;
    }

    private static boolean report(Figures gets, Figures relays, Figures repeated) {
        print("GET /health/live", gets);
        print("durable relays", relays);
        System.out.printf("relays / GETs: %.2f%n", relays.perSecond() / gets.perSecond());
        if (repeated != null) {
            print("half sent twice", repeated);
            System.out.printf("half sent twice / unique: %.2f%n", repeated.perSecond() / relays.perSecond());
        }
        return gets.failed() == 0 && relays.failed() == 0 && (repeated == null || repeated.failed() == 0);
    }

    private static void print(String name, Figures figures) {
        System.out.printf(
                "%-17s %8.0f /s   p50 %6.1f ms   p99 %6.1f ms   failed %d%n",
                name, figures.perSecond(), figures.millis(0.5), figures.millis(0.99), figures.failed());
    }

    private List<Student> begin(int connections) throws IOException, InterruptedException {
        List<Student> students = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            students.add(new Student(begin()));
        }
        return students;
    }

    private Session begin() throws IOException, InterruptedException {
        String scenarios = text(request("/api/v1/scenarios").build());
        String body = "{\"scenario_id\":\"" + find(SCENARIO, scenarios) + "\",\"persona_id\":\""
                + find(PERSONA, scenarios) + "\"}";
        String created = text(json(request("/api/v1/sessions"), body).build());
        return new Session(find(SESSION, created), find(GRANT, created));
    }

    private int live(Student student) throws IOException, InterruptedException {
        int status = client.send(request("/health/live").build(), BodyHandlers.ofByteArray())
                .statusCode();
        return status == 200 ? 0 : status;
    }

    /** Relays the next line; after a full session it begins a new one. */
    private int relay(Student student, int lines) throws IOException, InterruptedException {
        if (lines > 0 && student.session.lines >= lines) {
            full.add(student.session);
            student.session = begin();
        }
        int status = relay(student.session, student.session.lines + 1);
        student.session.lines += status == 201 ? 1 : 0;
        return status == 201 ? 0 : status;
    }

    /** Alternately relays a stored line and a new one; after a full session it begins a half-full one. */
    private int relayTwice(Student student, int lines) throws IOException, InterruptedException {
        if (student.sent++ % 2 == 0) {
            int known = ThreadLocalRandom.current().nextInt(student.session.lines) + 1;
            int status = relay(student.session, known);
            return status == 200 ? 0 : status;
        }
        if (student.session.lines >= lines) {
            full.add(student.session);
            student.session = begin();
            fill(student, lines / 2);
        }
        return relay(student, lines);
    }

    private int relay(Session session, int line) throws IOException, InterruptedException {
        var relay = json(request("/api/v1/sessions/" + session.id + "/transcript"), line(line))
                .header("Authorization", "Bearer " + session.grant)
                .build();
        return client.send(relay, BodyHandlers.ofByteArray()).statusCode();
    }

    private static String line(int number) {
        return "{\"item_id\":\"item_B" + number
                + "\",\"role\":\"student\",\"text\":\"Does it hurt when I press here?\",\"is_final\":true}";
    }

    /** Fills a session with lines in batches; not measured. */
    private void fill(Student student, int lines) throws IOException, InterruptedException {
        Session session = student.session;
        while (session.lines < lines) {
            int last = Math.min(lines, session.lines + BATCH);
            String batch = IntStream.rangeClosed(session.lines + 1, last)
                    .mapToObj(RelayBenchmark::line)
                    .collect(Collectors.joining(",", "{\"lines\":[", "]}"));
            text(json(request("/api/v1/sessions/" + session.id + "/transcript/batch"), batch)
                    .header("Authorization", "Bearer " + session.grant)
                    .build());
            session.lines = last;
        }
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

    /** @return the nanoseconds of each request, or 0 if it failed; a student stops at the first failure */
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

    private boolean allThere() throws IOException, InterruptedException {
        long relayed = 0;
        long stored = 0;
        for (Session session : full) {
            String found = text(request("/api/v1/sessions/" + session.id)
                    .header("Authorization", "Bearer " + session.grant)
                    .build());
            relayed += session.lines;
            stored += Long.parseLong(find(TURNS, found));
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
