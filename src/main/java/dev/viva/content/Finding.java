package dev.viva.content;

/**
 * An error in the content.
 *
 * @param file the file relative to the content folder, such as {@code scenarios/knee-after-football.yaml}
 * @param pointer a JSON Pointer into the file; empty for the file as a whole
 * @param reason what is wrong, for the author
 */
public record Finding(String file, String pointer, String reason) {
    /** For people: {@code file: pointer: reason}. */
    @Override
    public String toString() {
        return file + ": " + (pointer.isEmpty() ? "/" : pointer) + ": " + reason;
    }
}
