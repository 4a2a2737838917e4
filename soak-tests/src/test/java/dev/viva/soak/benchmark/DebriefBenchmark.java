package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Line;
import dev.viva.soak.benchmark.Api.Session;
import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Debriefs of sessions of 200 lines, as faculty read them for the first time: one, 60 one after the other, and the
 * items of a group's 60 at once. Beside them: reading the same transcripts, and the sum of 60 single debriefs. The
 * lines are those of a recorded interview, again and again.
 */
final class DebriefBenchmark implements Benchmark {
    private static final String KEY = "benchmark-benchmark-benchmark-benchmark";
    private static final Path INTERVIEW = Path.of("src/test/resources/debrief/tuning/knee-after-football-1.json");
    private static final Pattern SPOKEN =
            Pattern.compile("\"role\": \"(student|patient)\"[^}]*?\"text\": \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final String NAME = "benchmark";
    private static final int LINES = 200;
    private static final int GROUP = 60;
    private static final int WARM_UP = 10;

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        var environment = new HashMap<>(RelayBenchmark.NO_LIMITS);
        environment.put("VIVA_FACULTY_KEY", KEY);
        try (var replica = Replica.start(folder.resolve("replica"), environment)) {
            var api = new Api(replica.url());
            List<Session> all = sessions(api, WARM_UP + GROUP, api::begin);
            read(api, all.subList(0, WARM_UP), "/transcript");
            long[] first = read(api, all.subList(0, WARM_UP), "/debrief");
            List<Session> group = all.subList(WARM_UP, all.size());
            long[] transcripts = read(api, group, "/transcript");
            long[] debriefs = read(api, group, "/debrief");
            double items = items(api);
            Figures each = Figures.of(debriefs, Duration.ZERO);
            String beside =
                    "transcripts " + Figures.of(transcripts, Duration.ZERO).times();
            return List.of(
                    new Row(
                            "debrief of 200 lines, the first after a start",
                            String.format(Locale.ROOT, "%.1f ms", first[0] / 1e6),
                            beside,
                            first[0] / 1e6,
                            "ms",
                            null),
                    new Row("debrief of 200 lines, p50", each.times(), beside, each.millis(0.5), "ms", Bar.atMost(300)),
                    new Row(
                            "debriefs of 60 sessions of 200 lines",
                            String.format(Locale.ROOT, "%.2f s", seconds(debriefs)),
                            String.format(Locale.ROOT, "transcripts %.2f s", seconds(transcripts)),
                            seconds(debriefs),
                            "s",
                            Bar.atMost(5)),
                    new Row(
                            "a group's items, 60 sessions of 200 lines",
                            String.format(Locale.ROOT, "%.2f s", items),
                            String.format(Locale.ROOT, "60 debriefs %.2f s", seconds(debriefs)),
                            items,
                            "s",
                            Bar.atMost(5)));
        }
    }

    private static double seconds(long[] nanos) {
        return Arrays.stream(nanos).sum() / 1e9;
    }

    /** The seconds of one request for the items of a group whose debriefs nobody has read. */
    private static double items(Api api) throws IOException, InterruptedException {
        var numbers = new AtomicInteger();
        List<Session> sessions = sessions(
                api,
                GROUP,
                () -> api.begin("{%s,\"participant\":{\"name\":\"Student %d\",\"group\":\"%s\"}}"
                        .formatted(Api.PAIR, numbers.incrementAndGet(), NAME)));
        for (Session session : sessions) {
            api.text(api.request("/api/v1/sessions/" + session.id + "/end", session.grant)
                    .POST(BodyPublishers.noBody()));
        }
        long begin = System.nanoTime();
        String matrix = api.text(api.request("/api/v1/groups/" + NAME + "/items?scenario_id=" + Api.SCENARIO, KEY));
        double took = (System.nanoTime() - begin) / 1e9;
        if (!matrix.contains("\"student\":" + GROUP)) {
            throw new IOException("the group's items do not have " + GROUP + " students: " + matrix);
        }
        return took;
    }

    private interface Beginning {
        Session begin() throws IOException, InterruptedException;
    }

    private static List<Session> sessions(Api api, int count, Beginning beginning)
            throws IOException, InterruptedException {
        var found = SPOKEN.matcher(Files.readString(INTERVIEW));
        List<String[]> lines = new ArrayList<>();
        while (found.find()) {
            lines.add(new String[] {found.group(1), found.group(2)});
        }
        List<Session> sessions = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            sessions.add(beginning.begin());
            fill(api, sessions.get(number), lines, number);
        }
        api.verify(sessions);
        return sessions;
    }

    /** Each session begins at another line, so that no two conversations are alike. */
    private static void fill(Api api, Session session, List<String[]> lines, int from)
            throws IOException, InterruptedException {
        while (session.lines() < LINES) {
            List<Line> batch = new ArrayList<>();
            for (int i = 0; i < Math.min(100, LINES - session.lines()); i++) {
                int number = session.next();
                String[] line = lines.get((from + number) % lines.size());
                batch.add(new Line(number, line[0], line[1]));
            }
            api.fill(session, batch);
        }
    }

    private static long[] read(Api api, List<Session> sessions, String what) throws IOException, InterruptedException {
        long[] nanos = new long[sessions.size()];
        for (int i = 0; i < nanos.length; i++) {
            long begin = System.nanoTime();
            api.text(api.request("/api/v1/sessions/" + sessions.get(i).id + what, KEY));
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }
}
