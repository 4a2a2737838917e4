package dev.viva.soak.benchmark;

import dev.viva.soak.wire.Exchanges;
import dev.viva.soak.wire.Exchanges.Reply;
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
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The service as the benchmarks use it. */
final class Api {
    static final String SCENARIO = "knee-after-football";
    static final String PAIR = "\"scenario_id\":\"" + SCENARIO + "\",\"persona_id\":\"hana-suzuki\"";
    /** For {@code VIVA_FACULTY_KEY} of a service that is asked for what only faculty may do. */
    static final String FACULTY_KEY = "benchmark-benchmark-benchmark-benchmark";

    private static final int MAX_TRIES = 20;
    /** Maximum number of lines in a batch. */
    private static final int BATCH = 100;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final URI url;
    private final Exchanges measured;

    Api(URI url) {
        this.url = url;
        measured = new Exchanges(url);
    }

    /** A line of a session; its number makes its item. */
    record Line(int number, String role, String text) {
        static Line usual(int number) {
            return new Line(number, "student", "Does it hurt when I press here?");
        }

        String item() {
            return "item_B" + number;
        }

        private String body() {
            return "{\"item_id\":\"" + item() + "\",\"role\":\"" + role + "\",\"text\":\"" + text
                    + "\",\"is_final\":true}";
        }
    }

    /** An open session: how many lines were sent, and which were acknowledged. */
    static final class Session {
        final String id;
        final String grant;
        private final AtomicInteger sent = new AtomicInteger();
        private final Acknowledged lines = new Acknowledged();

        Session(String id, String grant) {
            this.id = id;
            this.grant = grant;
        }

        int next() {
            return sent.incrementAndGet();
        }

        int lines() {
            return lines.count();
        }
    }

    URI url() {
        return url;
    }

    Session begin() throws IOException, InterruptedException {
        return begin("{" + PAIR + "}");
    }

    /** Begins a session. A 503 is no result here: a service that has just started, on a full machine, may be slow. */
    Session begin(String body) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            var request = json(request("/api/v1/sessions", null), body).build();
            HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
            if (reply.statusCode() == 201) {
                return new Session(find("session_id", reply.body()), find("access_token", reply.body()));
            }
            if (reply.statusCode() != 503 || tries == MAX_TRIES) {
                throw new IOException("a session was answered " + reply.statusCode() + ": " + reply.body());
            }
            Thread.sleep(Duration.ofSeconds(1));
        }
    }

    List<Session> begin(int count) throws IOException, InterruptedException {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(begin());
        }
        return sessions;
    }

    boolean live() throws IOException {
        return get("/health/live").status() == 200;
    }

    Reply get(String path) throws IOException {
        return measured.get(path);
    }

    /** Relays the session's next line. */
    boolean relay(Session session) throws IOException {
        return relayNew(session, session.next());
    }

    /** Relays a line that {@link Session#next} gave. */
    boolean relayNew(Session session, int line) throws IOException {
        Reply reply = relay(session, Line.usual(line));
        boolean stored = is(201, reply);
        if (stored) {
            session.lines.add(Line.usual(line), reply.body());
        }
        return stored;
    }

    /** Relays a line that {@link Session#next} gave until it is acknowledged, as a browser does. */
    void relayUntilStored(Session session, int line, Runnable onTry) throws IOException, InterruptedException {
        for (int tries = 1; tries <= MAX_TRIES; tries++) {
            try {
                Reply reply = relay(session, Line.usual(line));
                if (reply.status() == 201 || reply.status() == 200) {
                    session.lines.add(Line.usual(line), reply.body());
                    return;
                }
                if (reply.status() != 503) {
                    throw new IllegalStateException("a relay was answered " + reply.status());
                }
            } catch (IOException e) {
                System.err.println("a relay: " + e.getMessage());
            }
            onTry.run();
            Thread.sleep(Duration.ofSeconds(1));
        }
        throw new IOException("a line was not stored after " + MAX_TRIES + " tries");
    }

    /** Relays a line that is stored already. It must get its first receipt. */
    boolean relayAgain(Session session, int line) throws IOException {
        Reply reply = relay(session, Line.usual(line));
        boolean known = is(200, reply);
        if (known) {
            session.lines.verifyAgain(Line.usual(line), reply.body());
        }
        return known;
    }

    private static boolean is(int wanted, Reply reply) {
        if (reply.status() != wanted) {
            System.err.println("a request was answered " + reply.status() + ": " + reply.body());
        }
        return reply.status() == wanted;
    }

    private Reply relay(Session session, Line line) throws IOException {
        return measured.postJson("/api/v1/sessions/" + session.id + "/transcript", session.grant, line.body());
    }

    /** Sends a request that is timed. */
    boolean postJson(int wanted, String path, String bearer, String json) throws IOException {
        return is(wanted, measured.postJson(path, bearer, json));
    }

    /** Sends a request that is timed; fails unless it succeeds. */
    Reply post(String path, String bearer, String headers, String body) throws IOException {
        Reply reply = measured.post(path, bearer, headers, body);
        if (reply.status() >= 300) {
            throw new IOException(path + " was answered " + reply.status() + ": " + reply.body());
        }
        return reply;
    }

    /** Fills a session with lines in batches; not measured. */
    void fill(Session session, int lines) throws IOException, InterruptedException {
        while (session.lines() < lines) {
            int count = Math.min(lines - session.lines(), BATCH);
            fill(
                    session,
                    IntStream.range(0, count)
                            .mapToObj(i -> Line.usual(session.next()))
                            .toList());
        }
    }

    /** Stores a batch of lines with the session's next numbers. */
    void fill(Session session, List<Line> lines) throws IOException, InterruptedException {
        String batch = lines.stream().map(Line::body).collect(Collectors.joining(",", "{\"lines\":[", "]}"));
        session.lines.addAll(
                lines,
                text(json(request("/api/v1/sessions/" + session.id + "/transcript/batch", session.grant), batch)));
    }

    /** Fails unless the lines that the service counts, and their digest, are those that it acknowledged. */
    void verify(Iterable<Session> sessions) throws IOException, InterruptedException {
        for (Session session : sessions) {
            String found = text(request("/api/v1/sessions/" + session.id, session.grant));
            session.lines.verify(Integer.parseInt(find("turn_count", found)), find("digest", found));
        }
    }

    /** Ends a session, and so its call. */
    void end(Session session) throws IOException, InterruptedException {
        reply(request("/api/v1/sessions/" + session.id + "/end", session.grant).POST(BodyPublishers.noBody()));
    }

    /** Erases a session and its lines, as faculty. */
    void erase(Session session) throws IOException, InterruptedException {
        reply(request("/api/v1/sessions/" + session.id, FACULTY_KEY).DELETE());
    }

    HttpRequest.Builder request(String path, String bearer) {
        var request = HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(30));
        return bearer == null ? request : request.header("Authorization", "Bearer " + bearer);
    }

    static HttpRequest.Builder json(HttpRequest.Builder request, String body) {
        return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    String text(HttpRequest.Builder request) throws IOException, InterruptedException {
        return reply(request).body();
    }

    HttpResponse<String> reply(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
        if (reply.statusCode() >= 300) {
            throw new IOException(reply.uri() + " was answered " + reply.statusCode() + ": " + reply.body());
        }
        return reply;
    }

    static String find(String member, String json) {
        Matcher found = Pattern.compile("\"" + member + "\":\"?([^\",}]+)").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + member + " in: " + json);
        }
        return found.group(1);
    }
}
