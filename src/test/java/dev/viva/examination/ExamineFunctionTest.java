package dev.viva.examination;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.contract.WireJson;
import dev.viva.library.Library;
import dev.viva.library.TestContent;
import dev.viva.patient.FrozenCase;
import dev.viva.patient.FrozenCases;
import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.session.Ids;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.transcript.TranscriptLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamineFunctionTest {
    private static final String LACHMAN = "{'test':'lachman','said':'Lachman','side':'right','consent':false}";

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private Examinations examinations;
    private ExamineFunction function;
    private String session;

    @BeforeEach
    void start() throws Exception {
        database = Databases.open(folder);
        var library = new Library(TestContent.SHIPPED, new FrozenCases(database));
        var log = new TranscriptLog(database, library.frozen(), WireJson.mapper(), clock);
        examinations = new Examinations(database, library, log, true, new MetricRegistry());
        function = new ExamineFunction(examinations, Duration.ofSeconds(30));
        session = Ids.session();
        var frozen = FrozenCase.of(TestContent.SHIPPED.pair("knee-after-football", "hana-suzuki", null));
        database.commits().run(session, transaction -> {
            var sessions = transaction.dao(SessionDao.class);
            long now = clock.millis();
            sessions.freeze(frozen.digest(), frozen.json(), now);
            var subject =
                    new Session.Subject("knee-after-football", "hana-suzuki", null, null, null, frozen.digest(), null);
            sessions.insert(session, subject, null, now, now + 1_800_000);
            sessions.setPhase(session, "objective");
        });
    }

    @AfterEach
    void stop() throws Exception {
        database.stop();
    }

    @Test
    void saysTheReplyAndNoFinding() throws IOException {
        String output = function.answer(session, call("item_1", LACHMAN));

        assertThat(output).doesNotContain("8 mm");
        assertThat(json(output).path("outcome").asText()).isEqualTo("found");
        assertThat(json(output).path("say").asText()).contains("odd rather than painful");
        assertThat(json(output)).hasSize(2);
    }

    @Test
    void theSameCallIsOneExamination() {
        String first = function.answer(session, call("item_1", LACHMAN));

        assertThat(function.answer(session, call("item_1", LACHMAN))).isEqualTo(first);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aTypedLineThatIsAnsweredAgainExaminesNothingTwice() {
        function.answer(session, "line_1", call("item_1", LACHMAN));
        function.answer(session, "line_1", call("item_2", LACHMAN.replace("'said':'Lachman'", "'said':'again'")));
        assertThat(stored()).isEqualTo(1);

        function.answer(session, "line_1", call("item_3", LACHMAN.replace("right", "left")));
        function.answer(session, "line_2", call("item_4", LACHMAN));
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void aSideOfATestWithoutSidesMakesNoOtherExamination() {
        String plain = "{'test':'gait','said':'walk','consent':true}";
        function.answer(session, "line_1", call("item_1", plain));
        function.answer(session, "line_1", call("item_2", plain.replace("'said'", "'side':'left','said'")));

        assertThat(stored()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'test':'lachman','said':'Lachman'}                                      | side_needed
            {'test':'inspection-knee','side':'left','said':'look'}                   | consent_needed
            {'test':'other','said':'the Lachman test','side':'left','consent':true}  | found
            {'test':'other','said':'something nobody has heard of'}                  | not_in_case
            {'test':'lachman'                                                        | not_understood
            []                                                                       | not_understood
            {'test':'other','said':' ','consent':true}                               | not_understood
            {}                                                                       | not_understood
            """)
    void answersWhateverTheModelWrites(String arguments, String outcome) throws IOException {
        var output = json(function.answer(session, call("item_1", arguments)));

        assertThat(output.path("outcome").asText()).isEqualTo(outcome);
        assertThat(output.path("say").asText()).isNotBlank();
    }

    @Test
    void wouldRatherTalkDuringTheHistory() throws IOException {
        database.commits()
                .run(session, transaction -> transaction.dao(SessionDao.class).setPhase(session, "subjective"));

        assertThat(json(function.answer(session, call("item_1", LACHMAN)))
                        .path("say")
                        .asText())
                .isEqualTo("I'd rather talk first.");
        assertThat(stored()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"subjective, open, not_begun", "objective, ended, ended", "subjective, ended, ended"})
    void refusesAnUnknownTestLikeAKnownOne(String phase, String state, String outcome) throws IOException {
        database.commits().run(session, transaction -> {
            var sessions = transaction.dao(SessionDao.class);
            sessions.setPhase(session, phase);
            if (state.equals("ended")) {
                sessions.end(session, clock.millis(), clock.millis() + 60_000);
            }
        });

        for (String arguments : List.of(LACHMAN, "{'test':'other','said':'something nobody has heard of'}")) {
            assertThat(json(function.answer(session, call("item_1", arguments)))
                            .path("outcome")
                            .asText())
                    .isEqualTo(outcome);
        }
    }

    @Test
    void letsTheModelGoOnAfterAnUnknownFunction() throws IOException {
        var call = new FunctionCall("item_1", "call_1", "tell_the_diagnosis", "{}");

        assertThat(json(function.answer(session, call)).path("outcome").asText())
                .isEqualTo("not_understood");
    }

    @Test
    void isNotSilentWhenTheAnswerIsLate() throws IOException {
        var late = new ExamineFunction(examinations, Duration.ZERO);

        assertThat(json(late.answer(session, call("item_1", LACHMAN)))
                        .path("outcome")
                        .asText())
                .isEqualTo("unavailable");
        Until.isTrue("the student still gets the finding", () -> stored() == 1);
    }

    @Test
    void isNotSilentAfterTheSessionIsGone() throws IOException {
        assertThat(json(function.answer("ses_nobody", call("item_1", LACHMAN)))
                        .path("outcome")
                        .asText())
                .isEqualTo("ended");
    }

    private long stored() {
        return database.read()
                .withHandle(sql -> sql.createQuery(
                                "SELECT COUNT(*) FROM session_event WHERE session_id = :id AND type = 'examination'")
                        .bind("id", session)
                        .mapTo(Long.class)
                        .one());
    }

    private static FunctionCall call(String item, String arguments) {
        return new FunctionCall(item, "call_" + item, "examine", arguments.replace('\'', '"'));
    }

    private static JsonNode json(String output) throws IOException {
        return new ObjectMapper().readTree(output);
    }
}
