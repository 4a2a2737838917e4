package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.contract.WireJson;
import dev.viva.model.PartialLine;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The case of these sessions has the media {@code knee-xray}, and no other. */
class MediaMarkersTest {
    /** What the client's own tests read, too. */
    record Example(String given, String kept, List<String> media, String caption) {}

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private TranscriptLog log;
    private Session session;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(folder);
        log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        session = Databases.session(database, clock);
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    static Stream<Example> examples() throws IOException {
        return new ObjectMapper()
                        .readValue(
                                MediaMarkersTest.class.getResource("/patient-line.json"),
                                new TypeReference<List<Example>>() {})
                        .stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void patientsLineIsKeptWithoutMarkers(Example example) {
        assertThat(LineText.ofPatient(example.given())).isEqualTo(example.kept());
        assertThat(LineText.ofPatient(example.kept())).isEqualTo(example.kept());
        assertThat(LineText.media(example.given())).isEqualTo(example.media());
        assertThat(MediaMarkers.caption(example.given())).isEqualTo(example.caption());
    }

    @Test
    void relayedMarkerBecomesAReference() {
        Turn turn = log.append(session.id(), line(Role.PATIENT, "Here it is. [MEDIA:knee-xray]", null))
                .turn();

        assertThat(turn.text()).isEqualTo("Here it is.");
        assertThat(turn.media()).containsExactly("knee-xray");
    }

    @Test
    void lineWithAReferenceIsTheSameAsOneWithAMarker() {
        log.append(session.id(), line(Role.PATIENT, "Here it is.", List.of("knee-xray")));
        var again = log.append(session.id(), line(Role.PATIENT, "Here it is. [MEDIA:knee-xray]", null));
        var confirmed = log.appendFromProvider(session.id(), line(Role.PATIENT, "Here it is. [MEDIA:knee-xray]", null));

        assertThat(again.created()).isFalse();
        assertThat(confirmed.turn().revised()).isNull();
        assertThat(confirmed.turn().media()).containsExactly("knee-xray");
    }

    @Test
    void whatTheCaseDoesNotHaveIsLeftOut() {
        Turn turn = log.append(
                        session.id(), line(Role.PATIENT, "Here it is. [MEDIA:somebody-elses]", List.of("invented")))
                .turn();

        assertThat(turn.text()).isEqualTo("Here it is.");
        assertThat(turn.media()).isNull();
    }

    @Test
    void providerDecidesWhatThePatientShows() {
        log.append(session.id(), line(Role.PATIENT, "Here it is.", List.of("knee-xray")));
        log.appendFromProvider(session.id(), line(Role.PATIENT, "Here it is.", null));

        assertThat(shown()).extracting(Turn::media).containsOnlyNulls();
    }

    @Test
    void lineThatShowsSomethingIsTheProvidersOnceItIsReported() {
        var line = line(Role.PATIENT, "Here it is.", List.of("knee-xray"));
        log.append(session.id(), line);
        assertThat(shown()).extracting(Turn::source).containsExactly(TurnSource.CLIENT);

        log.appendFromProvider(session.id(), line);
        assertThat(shown()).extracting(Turn::source).containsExactly(TurnSource.PROVIDER);
        assertThat(log.appendFromProvider(session.id(), line).created())
                .as("a second report changes nothing")
                .isFalse();
    }

    @Test
    void markerAloneIsALine() {
        log.appendFromProvider(session.id(), line(Role.PATIENT, "[MEDIA:knee-xray]", null));

        assertThat(shown()).extracting(Turn::text).containsExactly("…");
        assertThat(shown()).extracting(Turn::media).containsExactly(List.of("knee-xray"));
    }

    @Test
    void answerToATypedLineHasReferences() {
        database.commits()
                .run(
                        session.id(),
                        transaction -> log.appendAnswer(
                                transaction, session, line(Role.PATIENT, "Look. [MEDIA:knee-xray]", null)));

        assertThat(shown()).extracting(Turn::text).containsExactly("Look.");
        assertThat(shown()).extracting(Turn::media).containsExactly(List.of("knee-xray"));
    }

    @Test
    void studentMaySayAnything() {
        Turn turn = log.append(session.id(), line(Role.STUDENT, "What is [MEDIA:knee-xray]?", null))
                .turn();

        assertThat(turn.text()).isEqualTo("What is [MEDIA:knee-xray]?");
        assertThat(turn.media()).isNull();
    }

    @Test
    void captionNeverShowsAPartOfAMarker() {
        String whole = "Here it is. [MEDIA:knee-xray] Do you see?";
        var captions = new ArrayList<String>();
        for (int end = 1; end <= whole.length(); end++) {
            var hub = new EventHub(6, clock, clock::nanoTime, new MetricRegistry());
            hub.onPartial(event ->
                    captions.add(event.partial() == null ? "" : event.partial().text()));
            hub.partial(session.id(), new PartialLine("item_1", Role.PATIENT, whole.substring(0, end)));
        }

        assertThat(captions).last().isEqualTo("Here it is. Do you see?");
        assertThat(captions).noneMatch(caption -> caption.matches("(?s).*(\\[|]|MEDIA|knee-xray).*"));
    }

    @Test
    void captionOfAMarkerAloneIsNotSent() {
        var captions = new ArrayList<String>();
        var hub = new EventHub(6, clock, clock::nanoTime, new MetricRegistry());
        hub.onPartial(event -> captions.add("sent"));
        hub.partial(session.id(), new PartialLine("item_1", Role.PATIENT, "[MEDIA:kn"));

        assertThat(captions).isEmpty();
    }

    private List<Turn> shown() {
        return log.inReadingOrder(database.read()
                .withExtension(SessionDao.class, sessions -> sessions.find(session.id()))
                .orElseThrow());
    }

    private static TranscriptLine line(Role role, String text, @Nullable List<String> media) {
        return new TranscriptLine("item_1", role, text, true, null, null, null, null, media);
    }
}
