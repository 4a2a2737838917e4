package dev.viva.soak.benchmark;

import dev.viva.soak.machine.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * pgbench with two prepared statements for each line, on the same table, as a service without batches would run them:
 * look whether it is stored, and insert it. Each line is a transaction, and 16 clients insert into sessions of their
 * own.
 */
final class Pgbench {
    private static final int CLIENTS = 16;
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) ");
    private static final Pattern NONE_FAILED = Pattern.compile("number of failed transactions: 0 ");

    private static final String LINE = """
            \\set number random(1, 1000000000)
            SELECT seq, type, payload FROM session_event
            WHERE session_id = 'bench' || (:client_id)::text AND item_id = 'item_' || (:number)::text AND type = 'turn';
            INSERT INTO session_event (session_id, seq, type, item_id, payload, created_at)
            VALUES ('bench' || (:client_id)::text, nextval('bench_seq'), 'turn', 'item_' || (:number)::text,
            repeat('x', 400), 1790000000000) ON CONFLICT DO NOTHING;
            """;

    private final Postgres postgres;
    private final Path script;
    private final String program = program();

    private Pgbench(Postgres postgres, Path script) {
        this.postgres = postgres;
        this.script = script;
    }

    /** The service has made its tables, and has a session to copy. */
    static Pgbench prepare(Postgres postgres, Path folder) throws IOException, SQLException {
        try (var connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SEQUENCE bench_seq");
            for (int client = 0; client < CLIENTS; client++) {
                statement.execute("CREATE TEMP TABLE copied AS SELECT * FROM session LIMIT 1");
                statement.execute("UPDATE copied SET id = 'bench" + client + "'");
                statement.execute("INSERT INTO session SELECT * FROM copied");
                statement.execute("DROP TABLE copied");
            }
        }
        return new Pgbench(postgres, Files.writeString(folder.resolve("line.sql"), LINE));
    }

    /** @return lines per second */
    double measure(Duration time) throws IOException, InterruptedException {
        String said = run(time);
        Matcher rate = RATE.matcher(said);
        if (!rate.find()) {
            throw new IOException("pgbench said no rate: " + said);
        }
        return Double.parseDouble(rate.group(1));
    }

    /** How long its transactions take at a rate that it can keep, from when each was due. */
    Figures paced(int rate, Duration time) throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory(script.getParent(), "pgbench");
        run(time, "-R", String.valueOf(rate), "-l", "--log-prefix=" + logs.resolve("paced"));
        List<Long> nanos = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    // Its third column has microseconds, with -R since the transaction was due.
                    nanos.add(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(line.split(" ")[2])));
                }
            }
        }
        return Figures.of(nanos.stream().mapToLong(Long::longValue).toArray(), time);
    }

    /** @return what it said */
    private String run(Duration time, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program,
                "-n",
                "-M",
                "prepared",
                "-c",
                String.valueOf(CLIENTS),
                "-j",
                "2",
                "-h",
                "localhost",
                "-p",
                String.valueOf(postgres.port()),
                "-U",
                "postgres",
                "-T",
                String.valueOf(Math.max(1, time.toSeconds())),
                "-f",
                script.toString()));
        command.addAll(List.of(more));
        command.add("postgres");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0 || !NONE_FAILED.matcher(said).find()) {
            throw new IOException("pgbench failed: " + said);
        }
        return said;
    }

    /** Debian keeps it outside of the PATH. */
    private static String program() {
        Path installed = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(installed)) {
            return "pgbench";
        }
        try (Stream<Path> versions = Files.list(installed)) {
            return versions.map(version -> version.resolve("bin/pgbench"))
                    .filter(Files::isExecutable)
                    .map(Path::toString)
                    .max(String::compareTo)
                    .orElse("pgbench");
        } catch (IOException e) {
            return "pgbench";
        }
    }
}
