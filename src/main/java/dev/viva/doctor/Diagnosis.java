package dev.viva.doctor;

/**
 * What a probe found.
 *
 * @param about the part of the installation
 * @param sentence what is so, and what to do unless it is well; contains no secret
 */
public record Diagnosis(Grade grade, String about, String sentence) {
    /** How bad it is. */
    public enum Grade {
        OK,
        /** Works, until something else happens. */
        WARN,
        /** The service does not start, or does not do what it promises. */
        FAIL
    }

    public static Diagnosis ok(String about, String sentence) {
        return new Diagnosis(Grade.OK, about, sentence);
    }

    public static Diagnosis warn(String about, String sentence) {
        return new Diagnosis(Grade.WARN, about, sentence);
    }

    public static Diagnosis fail(String about, String sentence) {
        return new Diagnosis(Grade.FAIL, about, sentence);
    }

    @Override
    public String toString() {
        return "%-4s  %s: %s".formatted(grade, about, sentence);
    }
}
