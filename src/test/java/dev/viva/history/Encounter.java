package dev.viva.history;

import dev.viva.history.History.Erased;
import dev.viva.history.History.Line;
import dev.viva.history.History.Outcome;
import dev.viva.history.History.Read;
import dev.viva.history.History.Reader;
import dev.viva.history.History.Relay;
import dev.viva.history.History.Seen;
import dev.viva.history.History.Span;
import dev.viva.history.History.Step;
import dev.viva.history.History.Summed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * One encounter with everything that may happen in one. Several writers relay its lines: some twice, some concurrently,
 * some with other text, some in batches, some late. Readers follow it, are cut and resume. It advances through its
 * phases, ends and closes; faculty erases some encounters midway. The seed decides what happens.
 */
final class Encounter {
    private static final int WRITERS = 3;
    private static final int READERS = 2;
    private static final long MAX_NANOS = 90_000_000_000L;

    private final EncounterClient client;
    private final long seed;
    private final List<Line> lines;
    /** The number of lines after which faculty erases the session; most are never erased. */
    private final int erasedAfter;

    private final AtomicInteger begun = new AtomicInteger();
    private final Queue<Relay> relays = new ConcurrentLinkedQueue<>();
    private final Queue<Step> phases = new ConcurrentLinkedQueue<>();
    private final Queue<Summed> ends = new ConcurrentLinkedQueue<>();
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
    private final Queue<Span> erasures = new ConcurrentLinkedQueue<>();
    private final Queue<Span> gone = new ConcurrentLinkedQueue<>();
    private final Queue<Line> reported = new ConcurrentLinkedQueue<>();

    Encounter(EncounterClient client, long seed, int lines) {
        this.client = client;
        this.seed = seed;
        this.lines = lines(new Random(seed), lines);
        var random = new Random(seed ^ 11);
        this.erasedAfter = random.nextInt(6) == 0 ? random.nextInt(1, lines) : -1;
    }

    /** A conversation in which some lines arrive before their predecessor. */
    private static List<Line> lines(Random random, int count) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < count; i++) {
            String previous = i > 0 && random.nextInt(10) < 7 ? "item_" + (i - 1) : null;
            String text = "line %d of %d: %s"
                    .formatted(i, count, "um ".repeat(random.nextInt(12)))
                    .strip();
            lines.add(new Line("item_" + i, i % 2 == 0 ? "student" : "patient", text, previous));
        }
        for (int i = 1; i < count; i++) {
            if (random.nextInt(4) == 0) {
                Collections.swap(lines, i, i - 1);
            }
        }
        return lines;
    }

    /** Plays the encounter until it closes; the history does not contain the stored rows yet. */
    History play() throws InterruptedException, ExecutionException {
        String session = created();
        var readers = new ArrayList<Future<Reader>>();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                int reader = i;
                readers.add(people.submit(() -> read(session, reader)));
            }
            var writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> people.submit(() -> write(session, writer)))
                    .toList();
            for (var writer : writers) {
                writer.get();
            }
            end(session, new Random(seed ^ 7));
            var seen = new ArrayList<Reader>();
            for (var reader : readers) {
                seen.add(reader.get());
            }
            relay(session, lines.getFirst());
            relay(session, new Line("too-late", "student", "Is anybody there?", null));
            unlessGone(() -> client.transcript(session).ifPresent(reads::add));
            return new History(
                    session,
                    List.copyOf(relays),
                    List.copyOf(phases),
                    List.copyOf(ends),
                    List.copyOf(reads),
                    seen,
                    List.copyOf(reported),
                    new Erased(List.copyOf(erasures), List.copyOf(gone)),
                    List.of());
        }
    }

    private String created() {
        long end = System.nanoTime() + MAX_NANOS;
        while (System.nanoTime() < end) {
            var session = client.create();
            if (session.isPresent()) {
                return session.get();
            }
        }
        throw new AssertionError("no session could be created (seed " + seed + ")");
    }

    private void write(String session, int writer) {
        var random = new Random(seed * 31 + writer);
        for (int i = writer; i < lines.size(); i += WRITERS) {
            Line line = lines.get(i);
            if (random.nextInt(20) == 0) {
                client.partial(session, line);
            }
            if (random.nextInt(10) == 0) {
                reportFromProvider(session, line, random);
            }
            send(session, line, random);
            if (random.nextInt(12) == 0) {
                boolean page = random.nextBoolean();
                unlessGone(() -> (page ? client.turns(session) : client.transcript(session)).ifPresent(reads::add));
            }
            if (random.nextInt(7) == 0) {
                relay(session, lines.get(random.nextInt(i + 1))); // repeats an old line
            }
            if (random.nextInt(10) == 0) {
                relay(session, new Line(line.item(), line.role(), line.text() + " or not", line.previous()));
            }
            proceed(session, random);
        }
    }

    /** Retries until there is an answer, like a page's outbox. */
    private void send(String session, Line line, Random random) {
        if (random.nextInt(10) == 0) {
            atOnce(3, () -> relay(session, line));
        }
        if (random.nextInt(8) == 0) {
            Line old = lines.get(random.nextInt(lines.indexOf(line) + 1));
            Line other = new Line(old.item(), old.role(), old.text() + " or so", old.previous());
            relays.addAll(client.relayAll(session, List.of(old, line, line, other)));
        }
        for (int i = 0; i < 20 && relay(session, line) == Outcome.UNKNOWN; i++) {
            if (random.nextInt(10) == 0) {
                return; // the page was closed
            }
        }
    }

    private void reportFromProvider(String session, Line line, Random random) {
        Line words = random.nextBoolean()
                ? line
                : new Line(line.item(), line.role(), line.text() + " (as heard)", line.previous());
        reported.add(words);
        client.report(session, words);
    }

    private Outcome relay(String session, Line line) {
        Relay relay = client.relay(session, line);
        relays.add(relay);
        return relay.outcome();
    }

    /** Advances the encounter with its lines, and ends it before the last of them. */
    private void proceed(String session, Random random) {
        int done = begun.incrementAndGet();
        if (done == lines.size() / 3) {
            phase(session, "objective");
        } else if (done == erasedAfter) {
            erase(session);
        } else if (done == lines.size() / 2) {
            phase(session, "treatment_plan");
        } else if (done == lines.size() * 4 / 5) {
            end(session, random);
        } else if (random.nextInt(30) == 0) {
            unlessGone(() -> client.phase(session, "subjective").ifPresent(phases::add));
        }
    }

    private void phase(String session, String phase) {
        unlessGone(() -> {
            for (int i = 0; i < 5; i++) {
                var step = client.phase(session, phase);
                if (step.isPresent()) {
                    phases.add(step.get());
                    return;
                }
            }
        });
    }

    /** Runs a step, and records if the session is not found. */
    private void unlessGone(Runnable step) {
        try {
            step.run();
        } catch (EncounterClient.Gone answer) {
            gone.add(answer.span());
        }
    }

    private void erase(String session) {
        long limit = System.nanoTime() + MAX_NANOS;
        while (System.nanoTime() < limit) {
            var erased = client.erase(session);
            if (erased.isPresent()) {
                erasures.add(erased.get());
                return;
            }
        }
        throw new AssertionError("session " + session + " could not be erased (seed " + seed + ")");
    }

    private void end(String session, Random random) {
        if (random.nextInt(3) == 0) {
            atOnce(2, () -> unlessGone(() -> client.end(session).ifPresent(ends::add)));
        }
        unlessGone(() -> end(session));
    }

    private void end(String session) {
        long limit = System.nanoTime() + MAX_NANOS;
        while (System.nanoTime() < limit) {
            var summed = client.end(session);
            if (summed.isPresent()) {
                ends.add(summed.get());
                return;
            }
        }
        throw new AssertionError("session " + session + " could not be ended (seed " + seed + ")");
    }

    private static void atOnce(int times, Runnable call) {
        try (var twins = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, times)
                    .mapToObj(i -> CompletableFuture.runAsync(call, twins))
                    .toList();
            calls.forEach(CompletableFuture::join);
        }
    }

    private Reader read(String session, int number) {
        var random = new Random(seed * 37 + number);
        var seen = new ArrayList<Seen>();
        long limit = System.nanoTime() + MAX_NANOS;
        boolean end = false;
        while (!end) {
            long after = seen.isEmpty() ? 0 : seen.getLast().frame().seq();
            long since = System.nanoTime();
            try {
                end = client.follow(
                        session, after, frame -> take(new Seen(since, System.nanoTime(), frame), seen, random));
            } catch (EncounterClient.Gone answer) {
                gone.add(answer.span());
                return new Reader("reader " + number, seen, false);
            }
            if (System.nanoTime() > limit) {
                throw new AssertionError("reader %d of %s never came to the end, only to %d (seed %d)"
                        .formatted(number, session, after, seed));
            }
        }
        return new Reader("reader " + number, seen, true);
    }

    private static boolean take(Seen one, List<Seen> seen, Random random) {
        seen.add(one);
        return random.nextInt(15) > 0;
    }
}
