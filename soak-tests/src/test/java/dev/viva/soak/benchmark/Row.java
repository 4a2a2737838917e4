package dev.viva.soak.benchmark;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param what what was measured
 * @param measured the figure
 * @param beside the floor of the same run; blank if there is none
 * @param value what the bar judges: the ratio of the two, or the figure itself
 * @param unit of the value; blank for a ratio
 * @param bar the value to reach; null if there is none
 */
record Row(String what, String measured, String beside, double value, String unit, Bar bar) {

    /** The value that the project wants. */
    record Bar(boolean least, double value) {
        static Bar atLeast(double value) {
            return new Bar(true, value);
        }

        static Bar atMost(double value) {
            return new Bar(false, value);
        }

        boolean isMetBy(double found) {
            return least ? found >= value : found <= value;
        }
    }

    static Row ratio(String what, Figures measured, Figures floor, Bar bar) {
        return new Row(what, measured.speed(), floor.speed(), measured.perSecond() / floor.perSecond(), "", bar);
    }

    /** Times, of which the bar judges the 99th percentile. */
    static Row p99(String what, Figures measured, String beside, Bar bar) {
        return new Row(what, measured.times(), beside, measured.millis(0.99), "ms", bar);
    }

    boolean misses() {
        return bar != null && !bar.isMetBy(value);
    }

    String found() {
        return unit.isEmpty() ? number(value) : number(value) + " " + unit;
    }

    String wanted() {
        return bar == null ? "" : (bar.least() ? "≥ " : "≤ ") + number(bar.value()) + (misses() ? " MISSED" : "");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%,.0f", value);
    }
}
