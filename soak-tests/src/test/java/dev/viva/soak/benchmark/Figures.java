package dev.viva.soak.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The requests of one or more turns.
 *
 * @param nanos of each success, sorted
 * @param failed the number of failures
 * @param took all turns together
 */
record Figures(long[] nanos, int failed, Duration took) {

    static Figures of(List<Figures> turns) {
        long[] nanos = turns.stream()
                .flatMapToLong(turn -> Arrays.stream(turn.nanos()))
                .sorted()
                .toArray();
        int failed = turns.stream().mapToInt(Figures::failed).sum();
        return new Figures(nanos, failed, turns.stream().map(Figures::took).reduce(Duration.ZERO, Duration::plus));
    }

    /** @param nanos of each request, 0 for a failure */
    static Figures of(long[] nanos, Duration took) {
        long[] done = Arrays.stream(nanos).filter(each -> each > 0).sorted().toArray();
        return new Figures(done, nanos.length - done.length, took);
    }

    double perSecond() {
        return nanos.length / (took.toNanos() / 1e9);
    }

    double millis(double quantile) {
        return nanos.length == 0 ? 0 : nanos[(int) (quantile * (nanos.length - 1))] / 1e6;
    }

    String speed() {
        return String.format(Locale.ROOT, "%,.0f /s, p50 %.1f, p99 %.1f ms", perSecond(), millis(0.5), millis(0.99));
    }

    String times() {
        return String.format(Locale.ROOT, "p50 %.1f, p99 %.1f, longest %.1f ms", millis(0.5), millis(0.99), millis(1));
    }

    /** @return itself, if nothing failed */
    Figures whole(String what) {
        if (failed > 0 || nanos.length == 0) {
            throw new IllegalStateException(what + ": " + failed + " failed, " + nanos.length + " succeeded");
        }
        return this;
    }
}
