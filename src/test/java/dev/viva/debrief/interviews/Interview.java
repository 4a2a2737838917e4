package dev.viva.debrief.interviews;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.debrief.Conversation;
import dev.viva.debrief.evidence.CaseIndex;
import dev.viva.library.TestContent;
import dev.viva.model.Examination;
import dev.viva.model.ExaminationAsker;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.ExaminationResult;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import dev.viva.model.Side;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.patient.CasePair;
import dev.viva.transcript.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** An interview with the labels that a person gave it; src/test/resources/debrief has them and says how they are made. */
public record Interview(String id, JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The sets, in the order in which they were made. */
    public static final List<String> SETS = List.of(
            "tuning",
            "held",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
            "twenty-second",
            "twenty-third",
            "twenty-fourth",
            "twenty-fifth",
            "twenty-sixth",
            "twenty-seventh");

    private static final Map<String, CaseIndex> INDEXES = new ConcurrentHashMap<>();
    private static final Path FOLDER = Path.of("src/test/resources/debrief");
    private static final Instant BEGIN = Instant.parse("2026-11-02T10:00:00Z");

    /** What a person saw of a topic. */
    public record Label(String topic, String result, List<String> lines) {
        public boolean told() {
            return !lines.isEmpty();
        }
    }

    /** @param set one of {@link #SETS} */
    public static List<Interview> of(String set) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(set))) {
            return files.sorted().map(Interview::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Interview read(Path file) {
        try {
            return new Interview(
                    file.getFileName().toString().replace(".json", ""), JSON.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public CasePair pair() {
        return TestContent.SHIPPED.pair(
                json.get("scenario_id").asText(),
                json.get("persona_id").asText(),
                json.path("role_id").asText(null));
    }

    /** The case, prepared. It is the same in all interviews about it, and preparing takes longer than an interview. */
    public CaseIndex index() {
        CasePair pair = pair();
        return INDEXES.computeIfAbsent(
                pair.reference(), reference -> CaseIndex.of(pair, TestContent.SHIPPED.questions()));
    }

    /** The spoken lines in reading order. */
    public List<Turn> lines() {
        List<Turn> lines = new ArrayList<>();
        for (JsonNode line : json.get("lines")) {
            if (line.has("role")) {
                lines.add(turn(line, lines.isEmpty() ? null : lines.getLast().itemId(), lines.size() + 1));
            }
        }
        return lines;
    }

    private static Turn turn(JsonNode line, @Nullable String previous, long seq) {
        Instant at = at(line);
        return new Turn(
                seq,
                line.get("item_id").asText(),
                Role.valueOf(upper(line.get("role"))),
                null,
                Phase.valueOf(upper(line.get("phase"))),
                line.get("text").asText(),
                TurnSource.PROVIDER,
                line.path("late").asBoolean(),
                null,
                line.path("unconfirmed").asBoolean() ? true : null,
                line.path("interrupted").asBoolean() ? true : null,
                previous,
                at,
                null,
                at,
                null);
    }

    public static Instant at(JsonNode line) {
        return BEGIN.plusMillis((long) (line.path("at").asDouble() * 1000));
    }

    private static String upper(JsonNode text) {
        return text.asText().toUpperCase(Locale.ROOT);
    }

    /** The tests that the student did, as events of the log. */
    public List<SessionEvent> examinations() {
        return StreamSupport.stream(json.get("lines").spliterator(), false)
                .filter(line -> line.has("examination"))
                .map(line -> Events.examination(id, examination(line)).at(1, at(line)))
                .toList();
    }

    private Examination examination(JsonNode line) {
        JsonNode test = line.get("examination");
        Side side = test.path("side").isTextual() ? Side.valueOf(upper(test.get("side"))) : null;
        var outcome = ExaminationOutcome.valueOf(upper(test.get("outcome")));
        String finding = outcome == ExaminationOutcome.FOUND
                ? finding(test.get("test_id").asText(), side)
                : null;
        return new Examination(
                line.get("item_id").asText(),
                test.get("test_id").asText(),
                test.get("test_id").asText(),
                side,
                outcome,
                finding,
                null,
                null,
                null,
                ExaminationAsker.PANEL);
    }

    private @Nullable String finding(String testId, @Nullable Side side) {
        return pair().scenario().objective().stream()
                .filter(topic -> topic.testId().equals(testId))
                .flatMap(topic -> topic.results().stream())
                .filter(result -> side == null || result.side() == null || result.side() == side)
                .map(ExaminationResult::finding)
                .findFirst()
                .orElse(null);
    }

    public Conversation conversation() {
        return Conversation.of(lines(), examinations());
    }

    /** The id alone, so that no message shows what is held out from tuning. */
    @Override
    public String toString() {
        return id;
    }

    /** By topic; topics of the patient's medical life under {@code baseline/…}. */
    public Map<String, Label> history() {
        var labels = new HashMap<String, Label>();
        for (JsonNode label : labels().get("history")) {
            labels.put(
                    label.get("topic").asText(),
                    new Label(label.get("topic").asText(), label.get("result").asText(), texts(label.path("lines"))));
        }
        return labels;
    }

    public JsonNode labels() {
        return json.get("labels");
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
