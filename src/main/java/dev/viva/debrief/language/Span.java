package dev.viva.debrief.language;

/** A part of a text, in UTF-16 units: from {@code start}, and before {@code end}. */
public record Span(int start, int end) {
    public static Span all(String text) {
        return new Span(0, text.length());
    }

    public String of(String text) {
        return text.substring(start, end);
    }

    /** From the beginning of this one to the end of another. */
    public Span to(Span other) {
        return new Span(start, other.end);
    }
}
