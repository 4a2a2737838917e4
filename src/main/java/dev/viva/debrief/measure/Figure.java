package dev.viva.debrief.measure;

import dev.viva.model.Evidence;
import dev.viva.model.Measure;
import dev.viva.model.MeasureUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes measures, in whole numbers, so that no rounding differs between machines. */
final class Figure {
    private static final int MAX_EVIDENCE = 50;

    private Figure() {}

    static Measure count(String id, long value, List<Evidence> evidence) {
        return of(id, value, MeasureUnit.COUNT, null, null, evidence);
    }

    static Measure words(String id, long value, List<Evidence> evidence) {
        return of(id, value, MeasureUnit.WORDS, null, null, evidence);
    }

    static Measure seconds(String id, long value, List<Evidence> evidence) {
        return of(id, Math.max(0, value), MeasureUnit.SECONDS, null, null, evidence);
    }

    /** A share in per cent, rounded half up; 0 of nothing is 0. */
    static Measure share(String id, long part, long whole, List<Evidence> evidence) {
        long percent = whole == 0 ? 0 : (200 * part + whole) / (2 * whole);
        return of(id, percent, MeasureUnit.PERCENT, (int) part, (int) whole, evidence);
    }

    private static Measure of(
            String id,
            long value,
            MeasureUnit unit,
            @Nullable Integer numerator,
            @Nullable Integer denominator,
            List<Evidence> evidence) {
        List<Evidence> some = evidence.stream().limit(MAX_EVIDENCE).toList();
        return new Measure(id, (int) value, unit, numerator, denominator, some.isEmpty() ? null : some, null);
    }
}
