package dev.viva.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.history.History.Frame;
import dev.viva.wire.EventCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** The client end of an event stream, cut once the reader has enough events. */
public final class CutStream extends OutputStream {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventCheck check = new EventCheck();
    private final Predicate<Frame> sink;
    private final StringBuilder pending = new StringBuilder();

    public CutStream(Predicate<Frame> sink) {
        this.sink = sink;
    }

    @Override
    public void write(int b) throws IOException {
        throw new IOException("events come in whole frames");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        pending.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
        int end = pending.indexOf("\n\n");
        while (end >= 0) {
            String frame = pending.substring(0, end);
            pending.delete(0, end + 2);
            if (!take(frame)) {
                throw new IOException("the reader is gone");
            }
            end = pending.indexOf("\n\n");
        }
    }

    /** Whether the reader continues. Events without an id are not stored, so readers need not get them. */
    private boolean take(String text) throws IOException {
        long id = 0;
        String type = "";
        String data = "";
        for (String line : text.split("\n")) {
            if (line.startsWith("id: ")) {
                id = Long.parseLong(line.substring(4));
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            }
        }
        if (!data.isEmpty()) {
            check.require(id == 0 ? "" : String.valueOf(id), type, JSON.readTree(data));
        }
        return id == 0 || sink.test(new Frame(id, type, data));
    }
}
