package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.CanonicalJson;
import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.interviews.Interview;
import dev.viva.library.TestContent;
import dev.viva.model.DebriefItem;
import dev.viva.model.DebriefKind;
import dev.viva.model.DebriefResult;
import dev.viva.model.Evidence;
import dev.viva.model.Measure;
import dev.viva.model.Turn;
import dev.viva.patient.CasePair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The debrief is a pure function: of what was said and done, however it arrived, on whichever machine. */
class DebriefingTest {
    private static final Rules RULES = Rules.of(TestContent.SHIPPED.questions());
    private static final Map<CasePair, PreparedCase> CASES = new ConcurrentHashMap<>();
    private static final Path GOLDEN = Path.of("src/test/resources/debrief/golden.tsv");

    static Stream<Interview> interviews() {
        return Stream.of("tuning", "held").flatMap(half -> Interview.of(half).stream());
    }

    private static Points debrief(Interview interview, List<Turn> lines) {
        var conversation = Conversation.of(lines, interview.examinations());
        return Debriefing.of(
                conversation, CASES.computeIfAbsent(interview.pair(), pair -> PreparedCase.of(pair, RULES)));
    }

    private static Stream<Evidence> quotes(Points points) {
        Stream<Evidence> ofItems = points.items().stream()
                .flatMap(item -> Stream.concat(
                        item.evidence().stream(), item.askedBy() == null ? Stream.of() : item.askedBy().stream()));
        Stream<Evidence> ofMeasures = points.measures().stream()
                .map(Measure::evidence)
                .flatMap(list -> list == null ? Stream.of() : list.stream());
        Stream<Evidence> ofNotes = points.fidelity().notes().stream().map(note -> note.evidence());
        return Stream.of(ofItems, ofMeasures, ofNotes).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("interviews")
    void invariant13EveryPointQuotesWhatItsLineSays(Interview interview) {
        Map<String, String> said = interview.lines().stream().collect(Collectors.toMap(Turn::itemId, Turn::text));
        interview
                .examinations()
                .forEach(event -> said.put(
                        event.examination().itemId(),
                        String.valueOf(event.examination().finding())));
        Points points = debrief(interview, interview.lines());

        assertThat(quotes(points))
                .isNotEmpty()
                .allSatisfy(quote -> assertThat(
                                String.valueOf(said.get(quote.itemId())).substring(quote.start(), quote.end()))
                        .isEqualTo(quote.quote())
                        .isNotBlank());
        assertThat(points.items())
                .filteredOn(item -> item.result() == DebriefResult.MET)
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.evidence()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("interviews")
    void doesNotDependOnTheOrderOfArrival(Interview interview) {
        var lines = new ArrayList<>(interview.lines());
        Points expected = debrief(interview, lines);
        for (int seed = 0; seed < 3; seed++) {
            Collections.shuffle(lines, new Random(seed));
            assertThat(debrief(interview, lines)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("interviews")
    void aRevisedLineChangesOnlyWhatQuotesIt(Interview interview) {
        List<Turn> lines = interview.lines();
        Points before = debrief(interview, lines);
        Turn last = lines.getLast();
        Turn revised = new Turn(
                last.seq(),
                last.itemId(),
                last.role(),
                null,
                last.phase(),
                "Good bye.",
                last.source(),
                last.late(),
                true,
                null,
                null,
                last.previousItemId(),
                last.startedAt(),
                null,
                last.createdAt(),
                null);
        List<Turn> changed = new ArrayList<>(lines.subList(0, lines.size() - 1));
        changed.add(revised);
        Points after = debrief(interview, changed);

        assertThat(before.items().stream()
                        .filter(item -> item.kind() != DebriefKind.RED_FLAG && !mentions(item, last.itemId()))
                        .filter(item -> after.items().stream()
                                .noneMatch(now ->
                                        now.equals(item) || now.id().equals(item.id()) && mentions(now, last.itemId())))
                        .map(DebriefItem::id))
                .isEmpty();
    }

    private static boolean mentions(DebriefItem item, String line) {
        return Stream.concat(item.evidence().stream(), item.askedBy() == null ? Stream.of() : item.askedBy().stream())
                .anyMatch(quote -> quote.itemId().equals(line));
    }

    /** When a rule changed: raise {@link Rules#VERSION} where results differ, and store what this test expects. */
    @Test
    void givesTheSameBytesAsEver() throws IOException {
        String all = Goldens.all();
        if (System.getenv("VIVA_WRITE_GOLDENS") != null) {
            Files.writeString(GOLDEN, all);
        }
        assertThat(all).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void givesTheSameBytesInAProcessOfAnotherPlace() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Duser.timezone=Asia/Kathmandu",
                        "-Dfile.encoding=ISO-8859-9",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Goldens.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(printed).contains("locale tr_TR").endsWith(Files.readString(GOLDEN));
    }

    @Test
    void showsTheMarksOfALine() {
        Interview interview = Interview.of("tuning").getFirst();
        List<Turn> marked = interview.lines().stream()
                .map(line -> new Turn(
                        line.seq(),
                        line.itemId(),
                        line.role(),
                        null,
                        line.phase(),
                        line.text(),
                        line.source(),
                        false,
                        null,
                        true,
                        null,
                        line.previousItemId(),
                        line.startedAt(),
                        null,
                        line.createdAt(),
                        null))
                .toList();
        Points points = debrief(interview, marked);

        assertThat(points.items())
                .filteredOn(item -> item.kind() == DebriefKind.HISTORY && item.result() == DebriefResult.MET)
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.evidence())
                        .allSatisfy(quote -> assertThat(quote.marks()).isNotEmpty()));
        assertThat(points.limits()).anyMatch(limit -> limit.contains("on lines with such marks alone"));
        assertThat(Quotes.of(marked.getFirst()).marks()).isNotEmpty();
    }

    @Test
    void writesNothingOfAnEmptyConversation() {
        Interview interview = Interview.of("tuning").getFirst();
        Points points = Debriefing.of(Conversation.of(List.of(), List.of()), interview.pair(), RULES);

        assertThat(points.items()).isNotEmpty().noneMatch(item -> item.result() == DebriefResult.MET);
        assertThat(CanonicalJson.write(points)).isNotEmpty();
    }
}
