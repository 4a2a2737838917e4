package dev.viva.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how long a relay takes at a fixed rate, and how long after its acknowledgement a line is on the streams that
 * follow its session: on the replica that got the relay, and on another. Relays are sent at their times, whether
 * earlier ones were answered or not, and timed from when they were due, so the figures include the delay of a service
 * that falls behind. Run it with {@code java LatencyBenchmark.java relays-at second streams rate seconds}; exits with 1
 * if a request failed or a line did not arrive.
 */
final class LatencyBenchmark {
    private static final Pattern SESSION = Pattern.compile("\"session_id\":\"([^\"]+)\"");
    private static final Pattern GRANT = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern ITEM = Pattern.compile("\"item_id\":\"([^\"]+)\"");
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    /** Without streams, and with fewer. */
    private static final int SESSIONS = 64;

    private static final Duration LAST_LINES = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** When each line was acknowledged or arrived, by session and item, in nanoseconds of this machine. */
    private final ConcurrentHashMap<String, Long> acknowledged = new ConcurrentHashMap<>();

    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final String takes;

    private LatencyBenchmark(String takes) {
        this.takes = takes;
    }

    private record Student(String session, String grant, AtomicInteger lines) {}

    /** The lines that a stream delivered, with their times. */
    private static final class Follower {
        private final ConcurrentHashMap<String, Long> came = new ConcurrentHashMap<>();
    }

    public static void main(String[] arguments) throws Exception {
        String takes = arguments.length > 0 ? arguments[0] : "http://localhost:8080";
        String other = arguments.length > 1 ? arguments[1] : takes;
        int streams = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 500;
        int rate = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 100;
        int seconds = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 30;
        System.exit(new LatencyBenchmark(takes).run(other, streams, rate, seconds) ? 0 : 1);
    }

    private boolean run(String other, int streams, int rate, int seconds) throws Exception {
        var students = new ArrayList<Student>();
        for (int i = 0; i < Math.max(SESSIONS, streams); i++) {
            students.add(begin());
        }
        var here = follow(students, takes, streams);
        var there = other.equals(takes) ? List.<Follower>of() : follow(students, other, streams);
        await("streams", () -> open.get() == here.size() + there.size());
        send(students, rate, WARM_UP);
        System.out.printf("warm, %d failed%n", failed.get());
        acknowledged.clear();
        clear(here);
        clear(there);
        long[] relays = send(students, rate, Duration.ofSeconds(seconds));
        System.out.printf(
                "%d streams on each replica, %d relays a second for %d s, %d failed%n",
                streams, rate, seconds, failed.get());
        print("relay, from when it was due", relays);
        boolean all = streams == 0
                || print("acknowledged -> stream, same replica", here)
                        & (there.isEmpty() || print("acknowledged -> stream, other replica", there));
        return all && failed.get() == 0;
    }

    private static void clear(List<Follower> followers) {
        followers.forEach(follower -> follower.came.clear());
    }

    private Student begin() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(takes + "/api/v1/sessions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"}"));
        var reply = client.send(request.build(), BodyHandlers.ofString());
        if (reply.statusCode() != 201) {
            throw new IOException("a session was answered " + reply.statusCode() + ": " + reply.body());
        }
        return new Student(find(SESSION, reply.body()), find(GRANT, reply.body()), new AtomicInteger());
    }

    /** One reader for each student. */
    private List<Follower> follow(List<Student> students, String url, int streams) {
        var followers = new ArrayList<Follower>();
        for (int i = 0; i < streams; i++) {
            Student student = students.get(i);
            var follower = new Follower();
            followers.add(follower);
            threads.submit(() -> read(url, student, follower));
        }
        return followers;
    }

    private void read(String url, Student student, Follower follower) {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/sessions/" + student.session + "/events"))
                .header("Authorization", "Bearer " + student.grant)
                .build();
        try {
            var reply = client.send(request, BodyHandlers.ofInputStream());
            if (reply.statusCode() != 200) {
                throw new IOException("a stream was answered " + reply.statusCode());
            }
            try (var lines = new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
                open.incrementAndGet();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data: ") && line.contains("\"type\":\"turn\"")) {
                        follower.came.put(student.session + find(ITEM, line), System.nanoTime());
                    }
                }
            }
            throw new IOException("a stream ended");
        } catch (IOException e) {
            failed.incrementAndGet();
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return the nanoseconds of each relay from when it was due */
    private long[] send(List<Student> students, int rate, Duration time) throws InterruptedException {
        int count = Math.toIntExact(time.toSeconds() * rate);
        long[] nanos = new long[count];
        var left = new CountDownLatch(count);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = i;
            long due = begin + TimeUnit.SECONDS.toNanos(1) * i / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            Student student = students.get(i % students.size());
            threads.submit(() -> {
                relay(student);
                nanos[number] = System.nanoTime() - due;
                left.countDown();
            });
        }
        left.await();
        return nanos;
    }

    private void relay(Student student) {
        String item = "item_" + student.lines.incrementAndGet();
        var request = HttpRequest.newBuilder(URI.create(takes + "/api/v1/sessions/" + student.session + "/transcript"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + student.grant)
                .POST(HttpRequest.BodyPublishers.ofString("{\"item_id\":\"" + item
                        + "\",\"role\":\"student\",\"text\":\"Does it hurt when I press here?\",\"is_final\":true}"))
                .build();
        try {
            var reply = client.send(request, BodyHandlers.ofString());
            if (reply.statusCode() != 201) {
                throw new IOException("a relay was answered " + reply.statusCode() + ": " + reply.body());
            }
            acknowledged.put(student.session + item, System.nanoTime());
        } catch (IOException e) {
            failed.incrementAndGet();
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for outstanding lines; false if one never arrived. */
    private boolean print(String name, List<Follower> followers) throws InterruptedException {
        var came = new ConcurrentHashMap<String, Long>();
        boolean all = await(name, () -> {
            followers.forEach(follower -> came.putAll(follower.came));
            return came.keySet().containsAll(acknowledged.keySet());
        });
        // A line may arrive on a stream before its acknowledgement: both are sent once it is stored.
        long[] nanos = acknowledged.entrySet().stream()
                .filter(line -> came.containsKey(line.getKey()))
                .mapToLong(line -> Math.max(0, came.get(line.getKey()) - line.getValue()))
                .toArray();
        print(name, nanos);
        return all;
    }

    private static void print(String name, long[] nanos) {
        long[] sorted = Arrays.stream(nanos).sorted().toArray();
        System.out.printf(
                "%-38s p50 %7.1f ms   p99 %7.1f ms   longest %7.1f ms   (%d)%n",
                name, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), sorted.length);
    }

    private static double at(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
    }

    private interface Condition {
        boolean isTrue();
    }

    private static boolean await(String what, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + LAST_LINES.toNanos();
        while (!condition.isTrue()) {
            if (System.nanoTime() > end) {
                System.err.println("not all came: " + what);
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("nothing like " + pattern + " in an answer");
        }
        return found.group(1);
    }
}
