package dev.viva.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.testing.Api;
import dev.viva.testing.Until;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Students who each say a line a second, whatever the service does, and begin another encounter after a while. */
final class SteadyLoad implements AutoCloseable {
    /** Fewer than the limit of a session in a minute. */
    private static final int LINES = 50;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final int students;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> talking = new ArrayList<>();
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();

    private record Session(String id, String grant) {}

    /** @param students how many; each says a line a second */
    SteadyLoad(URI base, int students) {
        this.base = base;
        this.students = students;
    }

    void start() {
        for (int number = 0; number < students; number++) {
            talking.add(threads.submit(this::talk));
        }
    }

    /** Waits until that many more lines were acknowledged. */
    void awaitLines(int more) {
        int enough = acknowledged.get() + more;
        Until.isTrue("lines are acknowledged", () -> acknowledged.get() >= enough || !failures.isEmpty());
    }

    /** Lets the requests in progress end. */
    void stop() throws InterruptedException, ExecutionException {
        on.set(false);
        for (Future<?> student : talking) {
            student.get();
        }
    }

    /** Each request that was not answered as it should be. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    int acknowledgedLines() {
        return acknowledged.get();
    }

    /** How many lines the transcripts have. */
    int storedLines() throws IOException, InterruptedException {
        int stored = 0;
        for (Session session : sessions) {
            var turns = send("GET", "/api/v1/sessions/" + session.id() + "/turns?limit=200", session.grant(), null);
            stored += JSON.readTree(turns.body()).path("turns").size();
        }
        return stored;
    }

    private Void talk() throws InterruptedException {
        while (on.get()) {
            try {
                encounter();
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
        return null;
    }

    private void encounter() throws IOException, InterruptedException {
        var created = send("POST", "/api/v1/sessions", null, Api.CASE);
        if (created.statusCode() != 201) {
            failures.add("create: " + created.statusCode());
            return;
        }
        var tree = JSON.readTree(created.body());
        var session = new Session(
                tree.at("/session/session_id").asText(),
                tree.path("access_token").asText());
        sessions.add(session);
        for (int number = 0; number < LINES && on.get(); number++) {
            long next = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            String line = Api.line("item_" + number, "student", "Does it hurt when you climb stairs?");
            var reply = send("POST", "/api/v1/sessions/" + session.id() + "/transcript", session.grant(), line);
            if (reply.statusCode() == 201) {
                acknowledged.incrementAndGet();
            } else {
                failures.add("line: " + reply.statusCode());
            }
            Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        }
    }

    private HttpResponse<String> send(String method, String path, @Nullable String grant, @Nullable String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofMinutes(1));
        if (grant != null) {
            request.header("Authorization", "Bearer " + grant);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        on.set(false);
        threads.shutdownNow();
        http.shutdownNow();
    }
}
