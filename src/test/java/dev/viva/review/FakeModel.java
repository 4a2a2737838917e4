package dev.viva.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server with the chat protocol of OpenAI over a real socket. It answers by what the question contains, the first that it was
 * told of; to all others that the criterion is not met.
 */
public final class FakeModel implements AutoCloseable {
    public static final String NAME = "fake-model-1";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One answer.
     *
     * @param text the model's words; null to hang
     * @param retryAfter in seconds
     */
    private record Reply(
            int status, @Nullable String text, @Nullable String retryAfter) {}

    private final HttpServer server;
    private final Map<String, Reply> replies = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    public FakeModel() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::complete);
        server.createContext("/v1/models", this::models);
        server.start();
    }

    /** The settings of a service that asks it, without retries. */
    public String[] settings() {
        return new String[] {
            "review.kind",
            "openai",
            "review.base_url",
            url().toString(),
            "review.api_key",
            "the-key-of-the-fake-model",
            "review.model",
            NAME,
            "review.retries",
            "0"
        };
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Proposes met, with this quote of that line, whenever a question contains the words. */
    public FakeModel met(String words, String line, String quote) {
        return says(words, opinion("met", line, quote));
    }

    /** What it would write for an opinion. */
    static String opinion(String verdict, @Nullable String line, @Nullable String quote) {
        ObjectNode opinion = JSON.createObjectNode();
        opinion.put("verdict", verdict).put("line", line).put("quote", quote).put("confidence", 0.9);
        return opinion.toString();
    }

    FakeModel says(String words, String text) {
        replies.put(words, new Reply(200, text, null));
        return this;
    }

    FakeModel fails(String words, int status) {
        replies.put(words, new Reply(status, "{\"error\":{\"code\":\"no\"}}", null));
        return this;
    }

    FakeModel asksToWait(String words, String retryAfter) {
        replies.put(words, new Reply(429, "{}", retryAfter));
        return this;
    }

    FakeModel hangs(String words) {
        replies.put(words, new Reply(200, null, null));
        return this;
    }

    /** Forgets what it was told to answer and what it was asked. */
    public void reset() {
        replies.clear();
        asked.clear();
    }

    /** The bodies of the requests. */
    List<JsonNode> asked() {
        return asked;
    }

    List<String> keys() {
        return keys;
    }

    static String shown(JsonNode body) {
        return body.at("/messages/1/content").asText();
    }

    private void complete(HttpExchange exchange) {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            asked.add(body);
            String question = shown(body);
            Reply reply = List.copyOf(replies.entrySet()).stream()
                    .filter(entry -> question.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseGet(() -> new Reply(200, opinion("not_met", null, null), null));
            if (reply.text() == null) {
                closing.await();
                return;
            }
            if (reply.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
            }
            send(exchange, reply.status(), reply.status() == 200 ? completion(reply.text()) : reply.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String completion(String text) {
        ObjectNode completion = JSON.createObjectNode().put("model", NAME + "-2026-10");
        completion
                .putArray("choices")
                .addObject()
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", text);
        return completion.toString();
    }

    private void models(HttpExchange exchange) {
        try (exchange) {
            send(exchange, 200, "{\"data\":[{\"id\":\"" + NAME + "\"}]}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
