package dev.viva.realtime;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A provider over a real socket that answers what the test says, in turn, and repeats the last answer. */
final class FakeUpstream implements AutoCloseable {
    record Seen(String method, String path, Headers headers, String body) {}

    /**
     * One answer.
     *
     * @param bytes what is sent of the body
     * @param finished false leaves the client waiting for the rest
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, Map<String, String> headers, byte[] bytes, boolean finished) {
        static Answer of(int status, String body, String... headers) {
            Map<String, String> named = new HashMap<>();
            for (int i = 0; i < headers.length; i += 2) {
                named.put(headers[i], headers[i + 1]);
            }
            return new Answer(status, named, body.getBytes(StandardCharsets.ISO_8859_1), true);
        }

        Answer unfinished() {
            return new Answer(status, headers, bytes, false);
        }
    }

    private final HttpServer server;
    private final List<Answer> answers = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    final List<Seen> seen = new CopyOnWriteArrayList<>();

    FakeUpstream(Answer... given) throws IOException {
        answers.addAll(List.of(given));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base");
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    new String(body, StandardCharsets.ISO_8859_1)));
            Answer answer = next();
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            int length = answer.bytes().length;
            exchange.sendResponseHeaders(answer.status(), answer.finished() ? (length == 0 ? -1 : length) : length + 1);
            exchange.getResponseBody().write(answer.bytes());
            exchange.getResponseBody().flush();
            if (!answer.finished()) {
                closing.await();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException clientGone) {
            throw new UncheckedIOException(clientGone);
        }
    }

    private synchronized Answer next() {
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }
}
