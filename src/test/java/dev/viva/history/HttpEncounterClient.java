package dev.viva.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.fault.CutStream;
import dev.viva.history.History.Frame;
import dev.viva.history.History.Line;
import dev.viva.history.History.Outcome;
import dev.viva.history.History.Read;
import dev.viva.history.History.Relay;
import dev.viva.history.History.Span;
import dev.viva.history.History.Step;
import dev.viva.history.History.Summed;
import dev.viva.testing.Api;
import dev.viva.testing.Until;
import dev.viva.wire.ContractCheck;
import dev.viva.wire.Exchange;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Uses a service over HTTP, like pages on bad networks: now and then a connection is cut within a request or before its
 * answer. While the service is down, it waits.
 */
public final class HttpEncounterClient implements EncounterClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double CUTS = 0.03;

    private final List<URI> replicas;
    private final long seed;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private final Map<String, String> grants = new ConcurrentHashMap<>();
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    /** @param replicas the service's addresses; each request goes to a random one */
    public HttpEncounterClient(List<URI> replicas, long seed) {
        this.replicas = List.copyOf(replicas);
        this.seed = seed;
    }

    long operations() {
        return operations.get();
    }

    /** The number of 500 answers: none of these faults may cause one. */
    long failures() {
        return failures.get();
    }

    private static Span since(long begin) {
        return new Span(begin, System.nanoTime());
    }

    private URI anyReplica() {
        long drawn = new SplittableRandom(seed ^ operations.get()).nextLong();
        return replicas.get(Math.floorMod(drawn, replicas.size()));
    }

    private HttpRequest.Builder request(String session, String path) {
        var request = HttpRequest.newBuilder(anyReplica().resolve("/api/v1/sessions" + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json");
        String grant = grants.get(session);
        return grant == null ? request : request.header("Authorization", "Bearer " + grant);
    }

    private Optional<HttpResponse<String>> post(String session, String path, String body) {
        long number = operations.incrementAndGet();
        if (new SplittableRandom(seed + number).nextDouble() < CUTS && !session.isEmpty()) {
            cut(session, path, body, number % 2 == 0);
            return Optional.empty();
        }
        return send(request(session, path).POST(BodyPublishers.ofString(body)).build(), body);
    }

    /** The same for operations other than a relay. */
    private Optional<HttpResponse<String>> postThere(String session, String path, String body) {
        long begin = System.nanoTime();
        return post(session, path, body).map(reply -> there(reply, begin));
    }

    private static HttpResponse<String> there(HttpResponse<String> reply, long begin) {
        if (reply.statusCode() == 404) {
            throw new Gone(since(begin));
        }
        return reply;
    }

    private Optional<HttpResponse<String>> send(HttpRequest request, String body) {
        try {
            var response = client.send(request, BodyHandlers.ofString());
            byte[] sent = body.getBytes(StandardCharsets.UTF_8);
            ContractCheck.require(Exchange.of(new Exchange.Request(request, sent), response));
            if (response.statusCode() == 500) {
                failures.incrementAndGet();
            }
            return response.statusCode() >= 500 ? Optional.empty() : Optional.of(response);
        } catch (ConnectException away) {
            untilBack();
            return Optional.empty();
        } catch (IOException cut) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void untilBack() {
        Until.isTrue("the service is back", () -> replicas.stream().anyMatch(HttpEncounterClient::listens));
    }

    private static boolean listens(URI url) {
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Sends half a request, or a whole one without waiting for the answer, and disconnects. */
    private void cut(String session, String path, String body, boolean half) {
        String head =
                "POST /api/v1/sessions%s HTTP/1.1\r\nHost: viva\r\nContent-Type: application/json\r\n".formatted(path)
                        + "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
                                .formatted(grants.get(session), body.length());
        byte[] whole = (head + body).getBytes(StandardCharsets.UTF_8);
        URI url = anyReplica();
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write(whole, 0, half ? whole.length - body.length() / 2 - 1 : whole.length);
        } catch (IOException away) {
            untilBack();
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("an answer that is no JSON", e);
        }
    }

    @Override
    public Optional<String> create() {
        return post("", "", Api.CASE).filter(reply -> reply.statusCode() == 201).map(reply -> {
            JsonNode json = json(reply);
            String id = json.at("/session/session_id").asText();
            grants.put(id, json.path("access_token").asText());
            return id;
        });
    }

    @Override
    public Relay relay(String session, Line line) {
        long begin = System.nanoTime();
        var reply = post(
                        session, "/" + session + "/transcript", body(line, true).toString())
                .orElse(null);
        return relay(since(begin), line, outcome(reply), reply == null ? JSON.nullNode() : json(reply));
    }

    private static Relay relay(Span span, Line line, Outcome outcome, JsonNode receipt) {
        return new Relay(
                span,
                line,
                outcome,
                receipt.path("seq").asLong(),
                receipt.path("late").asBoolean());
    }

    @Override
    public List<Relay> relayAll(String session, List<Line> lines) {
        long begin = System.nanoTime();
        var all = JSON.createObjectNode();
        lines.forEach(line -> all.withArray("lines").add(body(line, true)));
        var reply = post(session, "/" + session + "/transcript/batch", all.toString())
                .orElse(null);
        Span span = since(begin);
        if (reply == null || reply.statusCode() != 200) {
            return lines.stream()
                    .map(line -> relay(span, line, outcome(reply), JSON.nullNode()))
                    .toList();
        }
        JsonNode results = json(reply).path("results");
        return IntStream.range(0, lines.size())
                .mapToObj(i -> relay(
                        span,
                        lines.get(i),
                        Outcome.ofStatus(results.path(i).path("status").asText()),
                        results.path(i).path("receipt")))
                .toList();
    }

    @Override
    public Optional<Span> erase(String session) {
        long begin = System.nanoTime();
        operations.incrementAndGet();
        var request = HttpRequest.newBuilder(anyReplica().resolve("/api/v1/sessions/" + session))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + Api.FACULTY)
                .DELETE()
                .build();
        return send(request, "").filter(reply -> reply.statusCode() == 204).map(reply -> since(begin));
    }

    private static ObjectNode body(Line line, boolean isFinal) {
        var body = JSON.createObjectNode()
                .put("item_id", line.item())
                .put("role", line.role())
                .put("text", line.text())
                .put("is_final", isFinal);
        return line.previous() == null ? body : body.put("previous_item_id", line.previous());
    }

    private static Outcome outcome(@Nullable HttpResponse<String> reply) {
        if (reply == null) {
            return Outcome.UNKNOWN;
        }
        return switch (reply.statusCode()) {
            case 201 -> Outcome.STORED;
            case 200 -> Outcome.AGAIN;
            case 404 -> Outcome.GONE;
            case 409 -> json(reply).path("code").asText().equals("session_ended") ? Outcome.ENDED : Outcome.CONFLICT;
            default -> throw new AssertionError("a relay was answered " + reply.statusCode() + " " + reply.body());
        };
    }

    @Override
    public void partial(String session, Line line) {
        post(session, "/" + session + "/transcript", body(line, false).toString());
    }

    @Override
    public void report(String session, Line line) {
        // The provider's reports do not use the HTTP API.
    }

    @Override
    public Optional<Step> phase(String session, String phase) {
        long begin = System.nanoTime();
        return postThere(session, "/" + session + "/phase", "{\"phase\":\"" + phase + "\"}")
                .filter(reply -> reply.statusCode() == 200)
                .map(reply -> new Step(since(begin), json(reply).path("phase").asText()));
    }

    @Override
    public Optional<Summed> end(String session) {
        long begin = System.nanoTime();
        return postThere(session, "/" + session + "/end", "")
                .map(reply -> new Summed(since(begin), History.sum(json(reply))));
    }

    @Override
    public Optional<Read> transcript(String session) {
        return read(session, "/" + session + "/transcript");
    }

    @Override
    public Optional<Read> turns(String session) {
        return read(session, "/" + session + "/turns?after_seq=0&limit=200");
    }

    private Optional<Read> read(String session, String path) {
        long begin = System.nanoTime();
        operations.incrementAndGet();
        return send(request(session, path).header("Accept", "application/json").build(), "")
                .map(reply -> there(reply, begin))
                .map(reply -> History.read(since(begin), json(reply)));
    }

    @Override
    public boolean follow(String session, long after, Predicate<Frame> sink) {
        operations.incrementAndGet();
        long begin = System.nanoTime();
        var request =
                request(session, "/" + session + "/events?after_seq=" + after).build();
        try {
            var response = client.send(request, BodyHandlers.ofInputStream());
            ContractCheck.require(Exchange.ofStream(new Exchange.Request(request), response));
            try (var events = response.body()) {
                if (response.statusCode() == 404) {
                    throw new Gone(since(begin));
                }
                if (response.statusCode() != 200) {
                    return response.statusCode() == 204;
                }
                events.transferTo(new CutStream(sink));
            }
        } catch (ConnectException away) {
            untilBack();
        } catch (IOException cut) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return false;
    }
}
