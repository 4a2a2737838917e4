package dev.viva.openai;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request on a raw connection, for a provider that breaks HTTP. */
final class RawRequest {
    private RawRequest() {}

    /** Reads a request's head; what comes after it is left in the reader. */
    static BufferedReader afterHead(Socket connection) throws IOException {
        var reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String line = reader.readLine(); line != null && !line.isEmpty(); ) {
            line = reader.readLine();
        }
        return reader;
    }
}
