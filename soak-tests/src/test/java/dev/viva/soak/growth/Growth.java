package dev.viva.soak.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What replicas hold before a run and after it, by their metrics. Each look takes the least of some seconds. */
public final class Growth {
    private static final Duration SETTLING = Duration.ofSeconds(40);

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<URI> replicas;
    private final Duration look;
    private final Function<String, Reading> reader;
    private final Map<URI, Reading> before = new HashMap<>();
    private final Map<URI, List<Reading>> ended = new ConcurrentHashMap<>();

    private Growth(List<URI> replicas, Duration look, Function<String, Reading> reader) {
        this.replicas = List.copyOf(replicas);
        this.look = look;
        this.reader = reader;
    }

    /** @param replicas the admin port of each */
    public static Growth of(List<URI> replicas, Duration look) {
        return new Growth(replicas, look, Reading::of);
    }

    /** Of replicas that must say how many keys Redis has. */
    public static Growth withRedis(List<URI> replicas, Duration look) {
        return new Growth(replicas, look, Reading::withRedis);
    }

    /** Keeps what each replica holds now. */
    public void begin() {
        ended.clear();
        replicas.forEach(replica -> before.put(replica, read(replica)));
    }

    /** Keeps what a replica has counted so far: it is about to be stopped or killed, and its next process counts anew. */
    public void ends(URI replica) {
        try {
            ended.computeIfAbsent(replica, its -> new ArrayList<>()).add(once(replica));
        } catch (IOException e) {
            throw new UncheckedIOException(replica + " does not tell its metrics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Compares what each replica holds now with what it held before.
     *
     * @param report gets a table of the figures
     * @return what grew by more than its bound, in words; empty if nothing did
     */
    public List<String> end(Bounds bounds, List<String> report) {
        report.addAll(List.of("| replica | what | before | after |", "|---|---|---|---|"));
        var problems = new ArrayList<String>();
        var olds = new ArrayList<Reading>();
        var news = new ArrayList<Reading>();
        for (int i = 0; i < replicas.size(); i++) {
            int number = i + 1;
            Reading old = before.get(replicas.get(i));
            Reading now = settled(replicas.get(i), old, bounds);
            olds.add(old);
            news.add(now);
            now.amounts()
                    .forEach((what, amount) -> report.add(String.format(
                            Locale.ROOT, "| %d | %s | %,.0f | %,.0f |", number, what, old.amount(what), amount)));
            if (now.isOfTheProcess(old)) {
                bounds.exceeded(old, now).forEach(problem -> problems.add("replica " + number + ": " + problem));
            } else {
                report.add("| %d | was started again: not compared | | |".formatted(number));
            }
        }
        var stopped = replicas.stream()
                .map(replica -> ended.getOrDefault(replica, List.of()))
                .toList();
        problems.addAll(Stored.between(olds, news, stopped, report));
        return problems;
    }

    /** A stream whose reader left ends with its next heartbeat, and a pool gives back what it does not use. */
    private Reading settled(URI admin, Reading old, Bounds bounds) {
        long end = System.nanoTime() + SETTLING.toNanos();
        Reading least = read(admin);
        while (!bounds.exceeded(old, least).isEmpty() && System.nanoTime() < end) {
            least = least.least(read(admin));
        }
        return least;
    }

    private Reading read(URI admin) {
        long begun = System.nanoTime();
        long patience = begun + SETTLING.toNanos();
        try {
            Reading least = measured(admin, patience);
            while (System.nanoTime() < begun + look.toNanos()) {
                Thread.sleep(Duration.ofSeconds(1));
                least = least.least(measured(admin, patience));
            }
            return least;
        } catch (IOException e) {
            throw new UncheckedIOException(admin + " does not tell its metrics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** On a busy machine a replica may fail to measure Redis or the database for a while: it is asked again. */
    private Reading measured(URI admin, long patience) throws IOException, InterruptedException {
        while (true) {
            try {
                return once(admin);
            } catch (IllegalArgumentException e) {
                if (System.nanoTime() > patience) {
                    throw e;
                }
                Thread.sleep(Duration.ofSeconds(1));
            }
        }
    }

    private Reading once(URI admin) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(admin.resolve("/metrics")).timeout(Duration.ofSeconds(10));
        var reply = client.send(request.build(), BodyHandlers.ofString());
        if (reply.statusCode() != 200) {
            throw new IOException(admin + " answered " + reply.statusCode());
        }
        return reader.apply(reply.body());
    }
}
