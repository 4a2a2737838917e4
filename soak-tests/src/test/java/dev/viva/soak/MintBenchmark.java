package dev.viva.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what Viva adds to the provider's own time when many students begin to speak at once. It times minting a
 * token, and making a call through the service and directly at the simulator, alternating in the same run. Run it with
 * {@code java MintBenchmark.java [url] [students at once] [rounds] [ms]}. With [ms] the students begin spread over that
 * many milliseconds, otherwise all at the same instant. The service needs simulator.key {@code benchmark}. Exits with 1
 * if a request failed.
 */
final class MintBenchmark {
    private static final String KEY = "benchmark";
    /** Rounds until the JIT compiler is done. */
    private static final int WARM_UP = 100;

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
    private static final String SESSION =
            "{\"type\":\"realtime\",\"model\":\"gpt-realtime-2.1\",\"instructions\":\"You are a patient.\"}";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final String url;
    /** Milliseconds over which the students' beginnings are spread. */
    private final int spread;

    private int failed;

    private MintBenchmark(String url, int spread) {
        this.url = url;
        this.spread = spread;
    }

    private record Student(String session, String grant) {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments.length > 0 ? arguments[0] : "http://localhost:8080";
        int students = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        int spread = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        System.exit(new MintBenchmark(url, spread).run(students, rounds) ? 0 : 1);
    }

    private boolean run(int count, int rounds) throws Exception {
        var students = new ArrayList<Student>();
        for (int i = 0; i < count; i++) {
            students.add(begin());
        }
        var minted = new ArrayList<Long>();
        var through = new ArrayList<Long>();
        var direct = new ArrayList<Long>();
        for (int round = -WARM_UP; round < rounds; round++) {
            List<Timed> tokens = atOnce(students, this::mint);
            if (round >= 0) {
                tokens.forEach(timed -> minted.add(timed.nanos()));
            }
        }
        for (int round = -3; round < rounds; round++) { // the first three warm up
            List<Timed> tokens = atOnce(students, this::mint);
            var calls = new ArrayList<Callable<Timed>>();
            for (int i = 0; i < count; i++) {
                Student student = students.get(i);
                String token = find("rtc_token", tokens.get(i).body());
                calls.add(() -> connect(student, token));
            }
            List<Timed> throughService = atOnce(calls);
            List<Timed> atProvider = atOnce(students, student -> callDirectly());
            for (Timed call : atProvider) {
                hangUp(call.location());
            }
            if (round >= 0) {
                throughService.forEach(timed -> through.add(timed.nanos()));
                atProvider.forEach(timed -> direct.add(timed.nanos()));
            }
        }
        System.out.printf("%d students within %d ms, %d rounds%n", count, spread, rounds);
        print("minting a token", minted);
        print("a call, Viva", through);
        print("a call, provider", direct);
        return failed == 0;
    }

    private record Timed(long nanos, String body, String location) {}

    private interface Work {
        Timed of(Student student) throws IOException, InterruptedException;
    }

    private List<Timed> atOnce(List<Student> students, Work work) throws Exception {
        var all = new ArrayList<Callable<Timed>>();
        students.forEach(student -> all.add(() -> work.of(student)));
        return atOnce(all);
    }

    private List<Timed> atOnce(List<Callable<Timed>> work) throws Exception {
        var timed = new ArrayList<Timed>();
        List<Callable<Timed>> begun = work.stream().map(this::atSomeMoment).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Timed> future : threads.invokeAll(begun)) {
                timed.add(future.get());
            }
        }
        return timed;
    }

    private Callable<Timed> atSomeMoment(Callable<Timed> work) {
        return () -> {
            if (spread > 0) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(spread * 1_000_000L));
            }
            return work.call();
        };
    }

    private static void print(String name, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%-18s p50 %6.1f ms   p99 %6.1f ms   (%d)%n",
                name, at(sorted, 0.5), at(sorted, 0.99), Arrays.stream(sorted).count());
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }

    private Student begin() throws IOException, InterruptedException {
        String body = "{\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"}";
        var request = request("/api/v1/sessions", null)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        String created = send(request, 201).body();
        return new Student(find("session_id", created), find("access_token", created));
    }

    private Timed mint(Student student) throws IOException, InterruptedException {
        return send(
                request("/api/v1/sessions/" + student.session() + "/voice/token", student.grant())
                        .POST(BodyPublishers.noBody()),
                201);
    }

    private Timed connect(Student student, String token) throws IOException, InterruptedException {
        return send(
                request("/api/v1/sessions/" + student.session() + "/voice/sdp", student.grant())
                        .header("Content-Type", "application/sdp")
                        .header("X-Rtc-Token", token)
                        .POST(BodyPublishers.ofString(OFFER)),
                201);
    }

    private Timed callDirectly() throws IOException, InterruptedException {
        String body =
                "--b\r\nContent-Disposition: form-data; name=\"sdp\"\r\nContent-Type: application/sdp\r\n\r\n" + OFFER
                        + "\r\n--b\r\nContent-Disposition: form-data; name=\"session\"\r\nContent-Type: application/json\r\n\r\n"
                        + SESSION + "\r\n--b--\r\n";
        return send(
                request("/simulator/v1/realtime/calls", KEY)
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofString(body)),
                201);
    }

    private void hangUp(String location) throws IOException, InterruptedException {
        send(request("/simulator" + location + "/hangup", KEY).POST(BodyPublishers.noBody()), 200);
    }

    private HttpRequest.Builder request(String path, String bearer) {
        var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30));
        return bearer == null ? request : request.header("Authorization", "Bearer " + bearer);
    }

    private Timed send(HttpRequest.Builder request, int expected) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
        long nanos = System.nanoTime() - begin;
        if (reply.statusCode() != expected) {
            failed++;
            throw new IOException("answered " + reply.statusCode() + ": " + reply.body());
        }
        return new Timed(
                nanos, reply.body(), reply.headers().firstValue("Location").orElse(""));
    }

    private static String find(String member, String json) throws IOException {
        Matcher found = Pattern.compile("\"" + member + "\":\"([^\"]+)\"").matcher(json);
        if (!found.find()) {
            throw new IOException("no " + member);
        }
        return found.group(1);
    }
}
