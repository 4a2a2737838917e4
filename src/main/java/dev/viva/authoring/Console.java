package dev.viva.authoring;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Where a command reads and writes, both in UTF-8.
 *
 * @param typed whether somebody types into {@code in} and sees what they type
 */
public record Console(InputStream in, OutputStream out, boolean typed) {
    /** The console of this process. */
    public static Console ofProcess() {
        return new Console(
                System.in,
                System.out,
                System.console() != null && System.console().isTerminal());
    }
}
