package dev.viva.soak.benchmark;

import java.time.Duration;

/**
 * How much to measure. Figures of a short run are rough.
 *
 * @param warmUp the JIT compiler takes a quarter of two cores for this long
 * @param each the time of each measurement
 */
record Length(boolean isShort, Duration warmUp, Duration each) {
    static final Length WHOLE = new Length(false, Duration.ofSeconds(40), Duration.ofSeconds(30));
    static final Length SHORT = new Length(true, Duration.ofSeconds(20), Duration.ofSeconds(12));

    /** @return the first number in a whole run, the second in a short one */
    int of(int whole, int brief) {
        return isShort ? brief : whole;
    }
}
