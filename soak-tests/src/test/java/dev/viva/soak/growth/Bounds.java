package dev.viva.soak.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much more a replica may hold after a run than before it.
 *
 * @param share of what it held
 * @param amounts in bytes or in number; the larger of share and amount counts
 */
public record Bounds(double share, Map<String, Double> amounts) {
    private static final double MIB = 1024 * 1024;

    /** For a replica that has served for minutes: heap 5 % (small ones 8 MiB), RSS 50 MiB, all else flat. */
    public static final Bounds WARM = of(0.05, 8, 50, 8);
    /** A minute after its start a replica still loads classes, compiles and fills its pools. */
    public static final Bounds COLD = of(0.05, 48, 250, 40);

    private static Bounds of(double share, double heap, double rss, double number) {
        return new Bounds(
                share,
                Map.of(
                        Reading.HEAP,
                        heap * MIB,
                        Reading.RSS,
                        rss * MIB,
                        Reading.THREADS,
                        number,
                        Reading.HANDLES,
                        number * 2,
                        Reading.STREAMS,
                        0.0,
                        Reading.CONNECTIONS,
                        number / 4));
    }

    /** @return what grew beyond its bound, in words; empty if nothing did */
    List<String> exceeded(Reading before, Reading after) {
        var problems = new ArrayList<String>();
        amounts.forEach((what, amount) -> {
            double old = before.amounts().get(what);
            double now = after.amounts().get(what);
            double bound = what.equals(Reading.HEAP) ? Math.max(amount, old * share) : amount;
            if (now - old > bound) {
                problems.add(String.format(
                        Locale.ROOT, "%s grew from %,.0f to %,.0f, by more than %,.0f", what, old, now, bound));
            }
        });
        return problems;
    }
}
