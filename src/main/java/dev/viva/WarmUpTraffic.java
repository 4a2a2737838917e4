package dev.viva;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Encounters with a {@link WarmUpService}: what students' pages ask for most, and what is refused most. */
final class WarmUpTraffic implements AutoCloseable {
    private static final int STUDENTS = 8;
    private static final int LINES = 40;
    /** By then the JVM has compiled what each line runs through: it begins to after 200 calls. */
    private static final int ENOUGH = 1_000;

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final String CASE = "{\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"}";

    private final URI base;
    private final long deadline;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(MAX_WAIT)
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger lines = new AtomicInteger();

    /** @param deadline of {@link System#nanoTime()} */
    WarmUpTraffic(URI base, long deadline) {
        this.base = base;
        this.deadline = deadline;
    }

    /**
     * Plays until enough lines were stored, the deadline is over, or it is interrupted.
     *
     * @return what was done, in words
     */
    String play() throws InterruptedException, ExecutionException {
        try (var students = Executors.newVirtualThreadPerTaskExecutor()) {
            var playing = new ArrayList<Future<?>>();
            for (int i = 0; i < STUDENTS; i++) {
                playing.add(students.submit(() -> {
                    while (goesOn()) {
                        encounter();
                    }
                    return null;
                }));
            }
            try {
                for (Future<?> student : playing) {
                    student.get();
                }
            } finally {
                students.shutdownNow();
            }
        }
        return lines + " lines of practice";
    }

    private boolean goesOn() {
        return lines.get() < ENOUGH && System.nanoTime() < deadline;
    }

    private void encounter() throws IOException, InterruptedException {
        expect(200, send("GET", "/api/v1/scenarios/knee-after-football", null, null));
        JsonNode created = json.readTree(expect(201, send("POST", "/api/v1/sessions", null, CASE)));
        String path = "/api/v1/sessions/" + created.at("/session/session_id").asText();
        String grant = created.path("access_token").asText();
        expect(201, send("POST", path + "/voice/token", grant, null));
        try (var events = follow(path + "/events", grant).body()) {
            for (int i = 0; i < LINES && goesOn(); i++) {
                line(path + "/transcript", grant, i);
            }
            if (events.read() < 0) {
                throw new IOException("the stream has ended");
            }
        }
        expect(200, send("GET", path + "/turns?limit=200", grant, null));
        refusals(path, grant);
        expect(200, send("POST", path + "/phase", grant, "{\"phase\":\"objective\"}"));
        String test = "{\"item_id\":\"exam_1\",\"test_id\":\"lachman\",\"side\":\"right\",\"consent\":true}";
        expect(201, send("POST", path + "/examinations", grant, test));
        expect(200, send("POST", path + "/end", grant, null));
        expect(200, send("GET", path, grant, null));
        expect(200, send("GET", path + "/transcript", grant, null));
    }

    private void line(String path, String grant, int number) throws IOException, InterruptedException {
        String role = number % 2 == 0 ? "student" : "patient";
        String line =
                "{\"item_id\":\"item_%d\",\"role\":\"%s\",\"text\":\"It hurts when I turn, number %d.\",\"is_final\":%s}";
        if (number % 8 == 0) {
            expect(202, send("POST", path, grant, line.formatted(number, role, number, false)));
        }
        expect(201, send("POST", path, grant, line.formatted(number, role, number, true)));
        if (number % 4 == 0) {
            expect(200, send("POST", path, grant, line.formatted(number, role, number, true)));
        }
        lines.incrementAndGet();
    }

    private void refusals(String path, String grant) throws IOException, InterruptedException {
        expect(422, send("POST", path + "/transcript", grant, "{\"item_id\":\"\",\"role\":\"nobody\"}"));
        expect(400, send("POST", path + "/transcript", grant, "{"));
        expect(404, send("GET", "/api/v1/nothing", grant, null));
    }

    private HttpResponse<InputStream> follow(String path, String grant) throws IOException, InterruptedException {
        var request = request(path, grant).header("Accept", "text/event-stream").build();
        return http.send(request, BodyHandlers.ofInputStream());
    }

    private HttpResponse<String> send(String method, String path, @Nullable String grant, @Nullable String body)
            throws IOException, InterruptedException {
        var request = request(path, grant);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, @Nullable String grant) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(MAX_WAIT);
        return grant == null ? request : request.header("Authorization", "Bearer " + grant);
    }

    private static String expect(int status, HttpResponse<String> reply) throws IOException {
        if (reply.statusCode() != status) {
            throw new IOException(reply.request().method() + " "
                    + reply.request().uri().getPath().replaceAll("ses_\\w+", "…") + " was answered "
                    + reply.statusCode() + " in place of " + status);
        }
        return reply.body();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
