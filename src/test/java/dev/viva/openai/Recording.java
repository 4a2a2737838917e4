package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Interrupted;
import dev.viva.realtime.CallEvent.PatientPartial;
import dev.viva.realtime.CallEvent.PatientTranscribed;
import dev.viva.realtime.CallEvent.StudentPartial;
import dev.viva.realtime.CallEvent.StudentTranscribed;
import dev.viva.realtime.CallEvent.TranscriptionFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A recorded sequence of provider events with the expected outcome; see README.md beside the files. */
record Recording(String name, List<JsonNode> events, JsonNode expected) {
    static final Path FOLDER = Path.of("src/test/resources/realtime");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A line in its latest version. */
    record Line(
            String itemId,
            String role,
            String text,
            @Nullable String previousItemId,
            boolean interrupted) {
        static Line of(JsonNode line) {
            return new Line(
                    line.path("item_id").asText(),
                    line.path("role").asText(),
                    line.path("text").asText(),
                    line.path("previous_item_id").asText(null),
                    line.path("interrupted").asBoolean());
        }

        Line without(String what) {
            return new Line(itemId, role, text, what.equals("order") ? null : previousItemId, interrupted);
        }
    }

    /** The outcome of a sequence. */
    public record Outcome(
            List<Line> lines, List<String> corrected, List<String> unwritten, List<List<String>> partials) {
        /** The lines without their order. */
        Map<String, Line> anyOrder() {
            var byId = new LinkedHashMap<String, Line>();
            lines.forEach(line -> byId.put(line.itemId(), line.without("order")));
            return byId;
        }
    }

    static Stream<Recording> all() {
        try (var files = Files.list(FOLDER)) {
            return files
                    .filter(file -> !file.getFileName().toString().equals("README.md"))
                    .sorted()
                    .map(Recording::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Recording read(Path file) {
        String name = file.getFileName().toString();
        var events = new ArrayList<JsonNode>();
        try {
            for (String line : Files.readAllLines(file)) {
                events.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        JsonNode first = events.removeFirst();
        JsonNode last = events.removeLast();
        if (!name.endsWith(".jsonl")
                || !first.path("about").isTextual()
                || !last.path("expect").path("lines").isArray()) {
            throw new IllegalArgumentException(name + " is not a recording");
        }
        return new Recording(name, List.copyOf(events), last.path("expect"));
    }

    Outcome expectedOutcome() {
        return new Outcome(
                expected.path("lines").valueStream().map(Line::of).toList(),
                texts(expected.path("corrected")),
                texts(expected.path("unwritten")),
                expected.path("partials").valueStream().map(Recording::texts).toList());
    }

    private static List<String> texts(JsonNode node) {
        return node.valueStream().map(JsonNode::asText).toList();
    }

    /** Reads events, and the end of the connection, with the server's reader. */
    static Outcome play(List<JsonNode> events) {
        var reader = new EventReader(new LongAdder(), new FunctionCalls());
        var received = new ArrayList<CallEvent>();
        events.forEach(event -> received.addAll(reader.read(event)));
        received.addAll(reader.end());

        var lines = new LinkedHashMap<String, Line>();
        var interrupted = new TreeSet<String>();
        var corrected = new ArrayList<String>();
        var unwritten = new ArrayList<String>();
        var partials = new ArrayList<List<String>>();
        for (CallEvent event : received) {
            switch (event) {
                case StudentTranscribed e ->
                    put(lines, corrected, new Line(e.itemId(), "student", e.text(), e.previousItemId(), false));
                case PatientTranscribed e ->
                    put(lines, corrected, new Line(e.itemId(), "patient", e.text(), e.previousItemId(), false));
                case Interrupted e -> interrupted.add(e.itemId());
                case TranscriptionFailed e -> unwritten.add(e.itemId());
                case StudentPartial e -> partials.add(List.of(e.itemId(), e.text()));
                case PatientPartial e -> partials.add(List.of(e.itemId(), e.text()));
                default -> {
                    // Events of the call, not of its lines.
                }
            }
        }
        lines.replaceAll(
                (id, line) -> new Line(id, line.role(), line.text(), line.previousItemId(), interrupted.contains(id)));
        return new Outcome(List.copyOf(lines.values()), corrected, unwritten, partials);
    }

    private static void put(Map<String, Line> lines, List<String> corrected, Line line) {
        if (line.text().isEmpty()) {
            return; // speech without a line
        }
        Line before = lines.put(line.itemId(), line);
        if (before != null && !before.text().equals(line.text())) {
            corrected.add(line.itemId());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
