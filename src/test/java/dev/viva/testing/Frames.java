package dev.viva.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.wire.EventCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Reads server-sent events from the lines of a stream and checks each against the contract. */
public final class Frames implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stream<String> source;
    private final Iterator<String> lines;
    private final EventCheck check = new EventCheck();

    /** One frame: its id (empty if absent), event type and data. */
    public record Frame(String id, String event, JsonNode data) {}

    public Frames(Stream<String> lines) {
        this.source = lines;
        this.lines = lines.iterator();
    }

    /** The next frame with data; comments and retry hints are skipped. */
    public Frame next() {
        String id = "";
        String event = "";
        String data = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && !data.isEmpty()) {
                var frame = new Frame(id, event, parse(data));
                check.require(id, event, frame.data());
                return frame;
            }
        }
        throw new AssertionError("the stream ended");
    }

    /** The next {@code count} frames. */
    public List<Frame> next(int count) {
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < count; i++) {
            frames.add(next());
        }
        return frames;
    }

    /** Whether the stream ends without another frame. */
    public boolean over() {
        while (lines.hasNext()) {
            if (lines.next().startsWith("data: ")) {
                return false;
            }
        }
        return true;
    }

    /** Reads until the service ends the stream. */
    public void drain() {
        lines.forEachRemaining(line -> {});
    }

    private static JsonNode parse(String data) {
        try {
            return JSON.readTree(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
