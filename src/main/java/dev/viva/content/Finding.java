package dev.viva.content;

/**
 * What is wrong in the content, for its author.
 *
 * @param file the file relative to the content folder, such as {@code scenarios/knee-after-football.yaml}
 * @param line counted from 1; 0 for the file as a whole
 * @param pointer a JSON Pointer into the file, for programs; empty for the file as a whole
 * @param place where it is, in words, such as {@code subjective "How bad it is"}; empty at the top of the file
 * @param reason what is wrong there and what to do
 */
public record Finding(Severity severity, String file, int line, String pointer, String place, String reason) {
    /** An error of a file or folder as a whole. */
    public static Finding ofFile(String file, String reason) {
        return atLine(file, 0, reason);
    }

    /** A warning of a file or folder as a whole. */
    static Finding warningOfFile(String file, String reason) {
        return new Finding(Severity.WARNING, file, 0, "", "", reason);
    }

    /** An error on a line of which nothing else is known. */
    public static Finding atLine(String file, int line, String reason) {
        return new Finding(Severity.ERROR, file, line, "", "", reason);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** For people: {@code file:line: place: reason}. */
    @Override
    public String toString() {
        return file
                + (line == 0 ? "" : ":" + line)
                + (isError() ? "" : ": warning")
                + (place.isEmpty() ? "" : ": " + place)
                + ": " + reason;
    }
}
