package dev.viva.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.viva.soak.ledger.Difference;
import dev.viva.soak.ledger.Json;
import dev.viva.soak.ledger.Ledger;
import dev.viva.soak.ledger.StreamLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a session's event stream as a browser does: whenever the stream ends, it reconnects with the number of the last
 * event it has, until `closed`. It can also leave by itself after some events. Gatling's own reader of streams loses
 * what arrives while a request waits, and does not resume.
 */
final class Follower {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    private final HttpRequest.Builder request;
    private final Weather weather;
    private final int eventsAtOnce;
    private final StreamLog log = new StreamLog(); // written by the thread alone until it has ended
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile long last;
    private volatile boolean closed;
    private volatile boolean stopped;

    /**
     * @param weather says which statuses, and which cuts of the stream, are no problem
     * @param eventsAtOnce how many events it reads, about, before it leaves and comes back; 0: it never leaves
     */
    private Follower(URI events, String bearer, Weather weather, int eventsAtOnce) {
        this.request = HttpRequest.newBuilder(events)
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", "text/event-stream, application/problem+json");
        this.weather = weather;
        this.eventsAtOnce = eventsAtOnce;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    static Follower of(URI events, String bearer, Weather weather) {
        return new Follower(events, bearer, weather, 0);
    }

    static Follower restless(URI events, String bearer, Weather weather, int eventsAtOnce) {
        return new Follower(events, bearer, weather, eventsAtOnce);
    }

    private void run() {
        while (!closed && !stopped) {
            try {
                connect();
                Thread.sleep(PAUSE);
            } catch (IOException e) {
                cut(e.toString());
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                problems.add("the stream could not be read: " + e);
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It resumes where it was. On a fair day nothing cuts a stream. */
    private void cut(String why) {
        if (!stopped && !weather.mayCut()) {
            problems.add("the stream was cut after event " + last + ": " + why);
        }
    }

    private void connect() throws IOException, InterruptedException {
        if (last > 0) {
            request.setHeader("Last-Event-ID", String.valueOf(last));
        }
        HttpResponse<Stream<String>> reply = CLIENT.send(request.build(), BodyHandlers.ofLines());
        try (Stream<String> lines = reply.body()) {
            if (reply.statusCode() == 204) {
                closed = true;
            } else if (reply.statusCode() != 200) {
                if (!weather.mayMeet(reply.statusCode())) {
                    problems.add("the stream answered " + reply.statusCode());
                    stopped = true;
                }
            } else {
                read(lines.iterator());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(Iterator<String> lines) {
        int some = eventsAtOnce == 0
                ? Integer.MAX_VALUE
                : 1 + ThreadLocalRandom.current().nextInt(2 * eventsAtOnce);
        var frame = JsonNodeFactory.instance.objectNode();
        while (some > 0 && !closed && !stopped && lines.hasNext()) {
            String line = lines.next();
            if (line.isEmpty()) {
                if (frame.has("event")) {
                    keep(frame);
                    some--;
                }
                frame = JsonNodeFactory.instance.objectNode();
            } else if (!line.startsWith(":")) {
                int colon = line.indexOf(':');
                frame.put(line.substring(0, colon), line.substring(colon + 1).stripLeading());
            }
        }
        if (some > 0 && !closed) {
            cut("it ended");
        }
    }

    private void keep(JsonNode frame) {
        log.add(frame);
        if (frame.hasNonNull("id")) {
            last = frame.path("id").asLong();
        }
        String event = frame.path("event").asText();
        closed = event.equals("closed");
        if (event.equals("gap")) {
            problems.add("the stream says that the log is shorter than event " + last);
        }
    }

    /** Whether it has read `closed`. */
    boolean isDone() {
        return closed;
    }

    /** Waits until it reads no more by itself. */
    boolean join(Duration within) throws InterruptedException {
        return thread.join(within);
    }

    /** Stops reading where it is. What is wrong with what it read so far. */
    List<String> endAsIs() {
        return end(read -> read.problems(0));
    }

    /** Whether it read any event. */
    boolean hasRead() {
        return last > 0;
    }

    /**
     * Stops the readers of a session's stream, and compares what each received with the log's last number and with what
     * was sent.
     */
    static void compare(List<Follower> followers, Ledger ledger, String summary) {
        long last = Json.parse(summary).path("last_seq").asLong();
        followers.forEach(follower -> Difference.refuse(follower.end(log -> ledger.streamed(log, last))));
    }

    /** Stops reading. Its problems, and those of what it read. */
    List<String> end(Function<StreamLog, List<String>> compare) {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Stream.concat(problems.stream(), compare.apply(log).stream()).toList();
    }
}
