package dev.viva.testing;

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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A provider over a real socket that gives the answers of a test in turn and repeats the last one. */
public final class FakeUpstream implements AutoCloseable {
    /**
     * A request.
     *
     * @param body one character per byte
     */
    public record Seen(String method, String path, Headers headers, String body) {
        /** The part of a multipart body with that name. */
        public String part(String name) {
            String type = headers.getFirst("Content-Type");
            String boundary = "--" + type.substring(type.indexOf("boundary=") + "boundary=".length());
            int begin = body.indexOf("\r\n\r\n", body.indexOf("name=\"" + name + "\"")) + 4;
            return body.substring(begin, body.indexOf("\r\n" + boundary, begin));
        }
    }

    /**
     * One answer.
     *
     * @param bytes the body bytes that are sent
     * @param finished false to leave the client waiting for the rest
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, Map<String, String> headers, byte[] bytes, boolean finished) {
        public static Answer of(int status, String body, String... headers) {
            Map<String, String> named = new HashMap<>();
            for (int i = 0; i < headers.length; i += 2) {
                named.put(headers[i], headers[i + 1]);
            }
            return new Answer(status, named, body.getBytes(StandardCharsets.ISO_8859_1), true);
        }

        public Answer unfinished() {
            return new Answer(status, headers, bytes, false);
        }
    }

    private final HttpServer server;
    private final List<Answer> answers = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    public FakeUpstream(Answer... given) throws IOException {
        answers.addAll(List.of(given));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Forgets its requests and gives these answers from now on. */
    public synchronized void answerWith(Answer... given) {
        answers.clear();
        answers.addAll(List.of(given));
        seen.clear();
    }

    private record Hold(String path, CountDownLatch until) {}

    /** The answer to the next request whose path ends so waits for this. */
    public void holdNext(String path, CountDownLatch until) {
        hold.set(new Hold(path, until));
    }

    /** The requests in order. */
    public List<Seen> seen() {
        return seen;
    }

    public URI address() {
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
            Hold held = hold.get();
            if (held != null
                    && exchange.getRequestURI().getPath().endsWith(held.path())
                    && hold.compareAndSet(held, null)) {
                held.until().await();
            }
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
