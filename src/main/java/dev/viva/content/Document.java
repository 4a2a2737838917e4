package dev.viva.content;

/** A file that conforms to its schema: what its author wrote, and the record that it describes. */
public record Document<T>(Source source, T value) {
    public String file() {
        return source.file();
    }

    /** Whether an author's own files stand beside this one, which comes with Viva. */
    public boolean builtIn() {
        return source.builtIn();
    }

    /** @param reason what is wrong, as the words after the node's name: {@code is empty} */
    public Finding error(String pointer, String reason) {
        return source.error(pointer, reason);
    }

    /** @param reason what is wrong, as the words after the node's name: {@code is empty} */
    public Finding warning(String pointer, String reason) {
        return source.warning(pointer, reason);
    }
}
