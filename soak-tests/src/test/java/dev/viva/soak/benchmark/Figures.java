package dev.viva.soak.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The requests of one or more turns. None of them failed: a turn with a failure is no figure.
 *
 * @param nanos of each, sorted
 * @param took all turns together
 */
record Figures(long[] nanos, Duration took) {

    static Figures of(List<Figures> turns) {
        long[] nanos = turns.stream()
                .flatMapToLong(turn -> Arrays.stream(turn.nanos()))
                .sorted()
                .toArray();
        return new Figures(nanos, turns.stream().map(Figures::took).reduce(Duration.ZERO, Duration::plus));
    }

    /** @param nanos of each request, 0 for a failure */
    static Figures of(long[] nanos, Duration took) {
        long failed = Arrays.stream(nanos).filter(each -> each == 0).count();
        if (failed > 0) {
            throw new IllegalStateException(failed + " of " + nanos.length + " requests failed");
        }
        if (nanos.length == 0) {
            throw new IllegalStateException("no request was sent");
        }
        return new Figures(Arrays.stream(nanos).sorted().toArray(), took);
    }

    double perSecond() {
        return nanos.length / (took.toNanos() / 1e9);
    }

    double millis(double quantile) {
        return nanos[(int) (quantile * (nanos.length - 1))] / 1e6;
    }

    String speed() {
        return String.format(Locale.ROOT, "%,.0f /s, p50 %.1f, p99 %.1f ms", perSecond(), millis(0.5), millis(0.99));
    }

    String times() {
        return String.format(Locale.ROOT, "p50 %.1f, p99 %.1f, longest %.1f ms", millis(0.5), millis(0.99), millis(1));
    }
}
