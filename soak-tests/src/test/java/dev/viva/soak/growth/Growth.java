package dev.viva.soak.growth;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Measures growth: {@code Growth before|cold|warm folder seconds admin-url…}. With {@code before} it keeps what each
 * replica holds; with {@code cold} or {@code warm} it compares, writes growth.md, and exits with 1 if something grew
 * beyond those bounds. Each look takes the least of some seconds.
 */
public final class Growth {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final Duration look;

    private Growth(Path folder, Duration look) {
        this.folder = folder;
        this.look = look;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var growth = new Growth(Path.of(arguments[1]), Duration.ofSeconds(Long.parseLong(arguments[2])));
        List<URI> replicas = Arrays.stream(arguments).skip(3).map(URI::create).toList();
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("name the admin port of each replica");
        }
        if (arguments[0].equals("before")) {
            growth.keep(replicas);
        } else {
            Bounds bounds = arguments[0].equals("warm") ? Bounds.WARM : Bounds.COLD;
            System.exit(growth.compare(replicas, bounds) ? 0 : 1);
        }
    }

    private void keep(List<URI> replicas) throws IOException, InterruptedException {
        for (int i = 0; i < replicas.size(); i++) {
            var kept = new Properties();
            read(replicas.get(i)).amounts().forEach((what, amount) -> kept.setProperty(what, amount.toString()));
            try (Writer file = Files.newBufferedWriter(before(i))) {
                kept.store(file, null);
            }
        }
    }

    private boolean compare(List<URI> replicas, Bounds bounds) throws IOException, InterruptedException {
        var report = new ArrayList<>(List.of("| replica | what | before | after |", "|---|---|---|---|"));
        var problems = new ArrayList<String>();
        for (int i = 0; i < replicas.size(); i++) {
            int number = i + 1;
            Reading old = kept(i);
            Reading now = read(replicas.get(i));
            now.amounts()
                    .forEach((what, amount) -> report.add(String.format(
                            Locale.ROOT,
                            "| %d | %s | %,.0f | %,.0f |",
                            number,
                            what,
                            old.amounts().get(what),
                            amount)));
            bounds.exceeded(old, now).forEach(problem -> problems.add("replica " + number + ": " + problem));
        }
        report.add("");
        report.add(problems.isEmpty() ? "Nothing grew beyond its bound." : String.join("\n", problems));
        Files.write(folder.resolve("growth.md"), report);
        report.forEach(System.out::println);
        return problems.isEmpty();
    }

    private Path before(int replica) {
        return folder.resolve("before-" + (replica + 1) + ".properties");
    }

    private Reading kept(int replica) throws IOException {
        var kept = new Properties();
        try (Reader file = Files.newBufferedReader(before(replica))) {
            kept.load(file);
        }
        return new Reading(kept.stringPropertyNames().stream()
                .collect(Collectors.toMap(
                        what -> what, what -> Double.valueOf(kept.getProperty(what)), Double::sum, TreeMap::new)));
    }

    private Reading read(URI admin) throws IOException, InterruptedException {
        long end = System.nanoTime() + look.toNanos();
        Reading least = once(admin);
        while (System.nanoTime() < end) {
            Thread.sleep(Duration.ofSeconds(1));
            least = least.least(once(admin));
        }
        return least;
    }

    private Reading once(URI admin) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(admin.resolve("/metrics")).timeout(Duration.ofSeconds(10));
        var reply = client.send(request.build(), BodyHandlers.ofString());
        if (reply.statusCode() != 200) {
            throw new IOException(admin + " answered " + reply.statusCode());
        }
        return Reading.of(reply.body());
    }
}
