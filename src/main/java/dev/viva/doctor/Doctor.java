package dev.viva.doctor;

import dev.viva.doctor.Diagnosis.Grade;
import dev.viva.ops.StartFailures;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the probes, one after the other, and reports what each found. */
public final class Doctor {
    private static final Duration MAX_LOOK = Duration.ofSeconds(30);

    private final List<Probe> probes;
    private final Duration maxLook;

    public Doctor(List<Probe> probes) {
        this(probes, MAX_LOOK);
    }

    Doctor(List<Probe> probes, Duration maxLook) {
        this.probes = List.copyOf(probes);
        this.maxLook = maxLook;
    }

    /**
     * Prints a line for each finding, and one for the result.
     *
     * @param known what was found before, such as unsafe settings
     * @return whether nothing failed
     */
    public boolean examine(List<Diagnosis> known, PrintStream out) {
        var all = new ArrayList<>(known);
        known.forEach(out::println);
        for (Probe probe : probes) {
            List<Diagnosis> found = look(probe);
            found.forEach(out::println);
            all.addAll(found);
        }
        long failures = count(all, Grade.FAIL);
        out.println("%d failed, %d warned, %d well.".formatted(failures, count(all, Grade.WARN), count(all, Grade.OK)));
        out.flush();
        return failures == 0;
    }

    private static long count(List<Diagnosis> all, Grade grade) {
        return all.stream().filter(diagnosis -> diagnosis.grade() == grade).count();
    }

    private List<Diagnosis> look(Probe probe) {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            return threads.submit(probe::look).get(maxLook.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return List.of(Diagnosis.fail(probe.about(), "does not answer within " + maxLook.toSeconds() + " s."));
        } catch (ExecutionException e) {
            return List.of(Diagnosis.fail(probe.about(), inWords(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Diagnosis.fail(probe.about(), "was not looked at: the command was stopped."));
        } finally {
            threads.shutdownNow();
        }
    }

    private static String inWords(ExecutionException failure) {
        return StartFailures.inOneLine(failure)
                .orElseGet(() -> "cannot be used: "
                        + (failure.getCause() == null ? failure : failure.getCause())
                                .getClass()
                                .getSimpleName() + ".");
    }
}
