package dev.viva.patient;

/**
 * Something in the content that does not hold.
 *
 * @param file the file from the content folder on, such as {@code scenarios/knee-after-football.yaml}
 * @param pointer a JSON Pointer into the file; empty for the file as a whole
 * @param reason what is wrong, in words for the author
 */
public record Finding(String file, String pointer, String reason) {
    /** One line for people: {@code file: pointer: reason}. */
    @Override
    public String toString() {
        return file + ": " + (pointer.isEmpty() ? "/" : pointer) + ": " + reason;
    }
}
