package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Session;
import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Deployment;
import dev.viva.soak.machine.Replica;
import dev.viva.soak.wire.Exchanges.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Viva adds to the provider's time when a class is told to start: fifty students within two seconds, repeatedly.
 * Minting a token where browsers call through the service, which asks no provider for it, beside a request that does
 * nothing, which says how quick the machine is; making such a call beside
 * making it directly at the simulated provider; and minting a token where browsers call the provider themselves beside
 * asking the provider for it directly. The provider is given the same instructions over the same connections.
 */
final class MintBenchmark implements Benchmark {
    private static final String KEY = "benchmark";
    private static final Pattern INSTRUCTIONS = Pattern.compile("\"instructions\":(\"(?:[^\"\\\\]++|\\\\.)*+\")");
    private static final int STUDENTS = 50;
    private static final Duration SPREAD = Duration.ofSeconds(2);
    /** Between a student's tokens of the warm-up: those that nobody uses stay for a minute, 30,000 at most. */
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** The same where the simulated provider keeps what the patient is told for each of them, 64 MiB at most. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

    private static final Bar ADDED = Bar.atMost(5);

    private static final String OFFER = String.join(
            "\r\n",
            "v=0",
            "o=- 1 2 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "c=IN IP4 0.0.0.0",
            "a=rtpmap:111 opus/48000/2",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "c=IN IP4 0.0.0.0",
            "a=sctp-port:5000",
            "");
    /** The first request of a call to the provider; the instructions are still to come. */
    private static final String CALL = String.join(
            "\r\n",
            "--b",
            "Content-Disposition: form-data; name=\"sdp\"",
            "Content-Type: application/sdp",
            "",
            OFFER,
            "--b",
            "Content-Disposition: form-data; name=\"session\"",
            "Content-Type: application/json",
            "",
            "{\"type\":\"realtime\",\"model\":\"gpt-realtime-2.1\",\"instructions\":%s}",
            "--b--",
            "");
    /** The request for a token to the provider; the instructions are still to come. */
    private static final String SECRET = "{\"expires_after\":{\"anchor\":\"created_at\",\"seconds\":60},"
            + "\"session\":{\"type\":\"realtime\",\"model\":\"gpt-realtime-2.1\",\"instructions\":%s}}";

    /** Rounds before those that count: a call's way is long, and the JIT compiler takes its time with it. */
    private static final int WARM_UP = 12;

    /** A reply, and the nanoseconds that it took. */
    private record Timed(long nanos, Reply reply) {}

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        var environment = new HashMap<>(RelayBenchmark.NO_LIMITS);
        environment.put("VIVA_SIMULATOR_KEY", KEY);
        environment.put("VIVA_FACULTY_KEY", Api.FACULTY_KEY);
        environment.put("VIVA_TOKENS_PER_SESSION", "100000");
        environment.put("JDK_JAVA_OPTIONS", Deployment.imageOptions());
        List<Row> rows = new ArrayList<>();
        try (var replica = Replica.start(folder.resolve("relay"), environment)) {
            var api = new Api(replica.url());
            warm(api, length, PAUSE);
            rows.addAll(calls(api, length.of(15, 5)));
        }
        environment.put("VIVA_CALLS_MODE", "direct");
        try (var replica = Replica.start(folder.resolve("direct"), environment)) {
            var api = new Api(replica.url());
            rows.addAll(secrets(api, warm(api, length, LONG_PAUSE), length.of(15, 5)));
        }
        return rows;
    }

    private static List<Session> warm(Api api, Length length, Duration pause) throws Exception {
        List<Session> students = api.begin(STUDENTS);
        Load.measure(students, length.warmUp(), student -> {
            LockSupport.parkNanos(pause.toNanos());
            return mint(api, student).nanos() > 0;
        });
        return students;
    }

    /** Each round with new sessions, as a class begins: nobody has a call that another would replace. */
    private static List<Row> calls(Api api, int rounds) throws Exception {
        List<Timed> alive = new ArrayList<>();
        List<Timed> minted = new ArrayList<>();
        List<Timed> through = new ArrayList<>();
        List<Timed> direct = new ArrayList<>();
        String body = CALL.formatted(instructions(api, api.begin()));
        for (int round = -WARM_UP; round < rounds; round++) {
            List<Session> students = api.begin(STUDENTS);
            List<Timed> live = spread(students, student -> timed(() -> api.get("/health/live")));
            List<Timed> tokens = spread(students, student -> mint(api, student));
            var next = tokens.iterator();
            List<Callable<Timed>> calls = new ArrayList<>();
            for (Session student : students) {
                String token = Api.find("rtc_token", next.next().reply().body());
                calls.add(() -> connect(api, student, token));
            }
            List<Timed> connected = spread(calls);
            List<Timed> called = spread(students, student -> call(api, body));
            for (Timed call : called) {
                hangUp(api, call.reply().header("Location").orElseThrow());
            }
            for (Session student : students) {
                api.end(student);
            }
            if (round >= 0) {
                alive.addAll(live);
                minted.addAll(tokens);
                through.addAll(connected);
                direct.addAll(called);
            }
        }
        String floor = "GET /health/live at the same pace: " + figures(alive).times();
        Figures provider = figures(direct);
        Figures calls = figures(through);
        return List.of(
                Row.p99("mint an RTC token, 50 students in 2 s", figures(minted), floor, ADDED),
                over("a call", calls, provider, 0.99, ADDED),
                over("a call", calls, provider, 0.5, null));
    }

    private static List<Row> secrets(Api api, List<Session> students, int rounds) throws Exception {
        List<Timed> minted = new ArrayList<>();
        List<Timed> asked = new ArrayList<>();
        String body = SECRET.formatted(instructions(api, students.getFirst()));
        for (int round = -WARM_UP; round < rounds; round++) {
            List<Timed> tokens = spread(students, student -> mint(api, student));
            List<Timed> secrets = spread(students, student -> secret(api, body));
            if (round >= 0) {
                minted.addAll(tokens);
                asked.addAll(secrets);
            }
        }
        Figures tokens = figures(minted);
        Figures provider = figures(asked);
        return List.of(
                over("mint in mode direct", tokens, provider, 0.99, ADDED),
                over("mint in mode direct", tokens, provider, 0.5, null));
    }

    private static Row over(String what, Figures ours, Figures provider, double quantile, Bar bar) {
        double added = ours.millis(quantile) - provider.millis(quantile);
        String name = String.format(Locale.ROOT, "%s, over the provider's own time, p%.0f", what, quantile * 100);
        return new Row(name, ours.times(), provider.times(), added, "ms", bar);
    }

    private static Figures figures(List<Timed> timed) {
        return Figures.of(timed.stream().mapToLong(Timed::nanos).toArray(), SPREAD);
    }

    private interface Work {
        Timed of(Session student) throws Exception;
    }

    private static List<Timed> spread(List<Session> students, Work work) throws Exception {
        return spread(students.stream()
                .<Callable<Timed>>map(student -> () -> work.of(student))
                .toList());
    }

    /** Each at some moment of the two seconds. */
    private static List<Timed> spread(List<Callable<Timed>> work) throws Exception {
        List<Callable<Timed>> begun = work.stream()
                .<Callable<Timed>>map(one -> () -> {
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SPREAD.toNanos()));
                    return one.call();
                })
                .toList();
        List<Timed> timed = new ArrayList<>();
        // Of the platform: the kernel wakes the one that reads, without a poller in between.
        try (var threads = Executors.newThreadPerTaskExecutor(Executors.defaultThreadFactory())) {
            for (Future<Timed> one : threads.invokeAll(begun)) {
                timed.add(one.get());
            }
        }
        return timed;
    }

    private static Timed mint(Api api, Session student) throws IOException {
        return timed(() -> api.post("/api/v1/sessions/" + student.id + "/voice/token", student.grant, "", ""));
    }

    private static Timed connect(Api api, Session student, String token) throws IOException {
        String headers = "Content-Type: application/sdp\r\nX-Rtc-Token: " + token + "\r\n";
        return timed(() -> api.post("/api/v1/sessions/" + student.id + "/voice/sdp", student.grant, headers, OFFER));
    }

    private static Timed call(Api api, String body) throws IOException {
        String headers = "Content-Type: multipart/form-data; boundary=b\r\n";
        return timed(() -> api.post("/simulator/v1/realtime/calls", KEY, headers, body));
    }

    private static Timed secret(Api api, String body) throws IOException {
        return timed(() ->
                api.post("/simulator/v1/realtime/client_secrets", KEY, "Content-Type: application/json\r\n", body));
    }

    /** What the service gives to the provider for a call of this student, as JSON. */
    private static String instructions(Api api, Session student) throws IOException, InterruptedException {
        String path = "/api/v1/sessions/" + student.id + "/voice/instructions";
        Matcher found = INSTRUCTIONS.matcher(api.text(api.request(path, Api.FACULTY_KEY)));
        if (!found.find()) {
            throw new IOException("the service does not say what a voice is told");
        }
        return found.group(1);
    }

    private static void hangUp(Api api, String location) throws Exception {
        api.text(api.request("/simulator" + location + "/hangup", KEY).POST(BodyPublishers.noBody()));
    }

    private interface Request {
        Reply send() throws IOException;
    }

    private static Timed timed(Request request) throws IOException {
        long begin = System.nanoTime();
        Reply reply = request.send();
        return new Timed(System.nanoTime() - begin, reply);
    }
}
