package dev.viva.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.library.Library;
import dev.viva.library.TestContent;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.patient.FrozenCase;
import dev.viva.patient.FrozenCases;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Ids;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import dev.viva.transcript.TranscriptLog;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the case a student may open: what the patient has shown, and nothing that only a client says was shown. */
class ShownMediaTest {
    private static final String REPORT = "spirometry-report";
    private static final String SAID = "Here you are. [MEDIA:" + REPORT + "]";

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final String session = Ids.session();
    private Database database;
    private TranscriptLog log;
    private Examinations listening;
    private Examinations deaf;

    @BeforeEach
    void start() throws Exception {
        database = Databases.open(folder);
        var library = new Library(TestContent.SHIPPED, new FrozenCases(database));
        log = new TranscriptLog(database, library.frozen(), WireJson.mapper(), clock);
        listening = new Examinations(database, library, log, true, new MetricRegistry());
        deaf = new Examinations(database, library, log, false, new MetricRegistry());
        var frozen = FrozenCase.of(TestContent.SHIPPED.pair("breathless-on-stairs", "ruth-mensah", null));
        database.commits().run(session, transaction -> {
            var sessions = transaction.dao(SessionDao.class);
            long now = clock.millis();
            sessions.freeze(frozen.digest(), frozen.json(), now);
            var subject =
                    new Session.Subject("breathless-on-stairs", "ruth-mensah", null, null, null, frozen.digest(), null);
            sessions.insert(session, subject, null, now, now + 1_800_000);
        });
    }

    @AfterEach
    void stop() throws Exception {
        database.stop();
    }

    @Test
    void aLineThatOnlyAClientReportedShowsNothing() {
        beginCall();
        log.append(session, patient(SAID));
        assertHidden(listening);

        log.markUnconfirmed(session, "item_1", () -> true);
        clock.advance(Duration.ofMinutes(10));
        assertHidden(listening);
        assertThat(listening.media(stored(), REPORT, true).title()).isEqualTo("Spirometry report");
    }

    @Test
    void aLineThatTheProviderReportsToo() {
        beginCall();
        log.append(session, patient(SAID));
        log.appendFromProvider(session, patient(SAID));

        assertShown(listening);
    }

    @Test
    void aMarkedLineThatTheProviderReportsLate() {
        beginCall();
        log.append(session, patient(SAID));
        log.markUnconfirmed(session, "item_1", () -> true);
        log.appendFromProvider(session, patient(SAID));

        assertShown(listening);
    }

    @Test
    void aLineThatTheProviderReportsFirst() {
        beginCall();
        log.appendFromProvider(session, patient(SAID));
        log.append(session, patient(SAID));

        assertShown(listening);
    }

    @Test
    void theProviderDecidesWhatALineShows() {
        beginCall();
        log.append(session, patient(SAID));
        log.appendFromProvider(session, patient("Here you are."));

        assertHidden(listening);
        assertHidden(deaf);
    }

    @Test
    void anAnswerToATypedLine() {
        Session typed = stored();
        database.commits().run(session, transaction -> log.appendAnswer(transaction, typed, patient(SAID)));

        assertShown(listening);
    }

    @Test
    void whereTheServerDoesNotListenTheClientsLineHasToDo() {
        beginCall();
        log.append(session, patient(SAID));

        assertShown(deaf);
    }

    @Test
    void beforeTheFirstCallNothingIsSaid() {
        log.append(session, patient(SAID));

        assertHidden(listening);
        assertHidden(deaf);
    }

    @Test
    void aMarkHidesWhatALineShowed() {
        beginCall();
        log.append(session, patient(SAID));
        log.markUnconfirmed(session, "item_1", () -> true);

        assertHidden(deaf);
    }

    private void beginCall() {
        database.commits()
                .run(session, transaction -> SessionRow.setCall(transaction, session, "rtc_1", 1, clock.millis()));
    }

    private void assertShown(Examinations examinations) {
        assertThat(examinations.media(stored(), REPORT, false).title()).isEqualTo("Spirometry report");
    }

    private void assertHidden(Examinations examinations) {
        assertThatThrownBy(() -> examinations.media(stored(), REPORT, false))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND));
    }

    private Session stored() {
        return SessionRow.find(database.reads(), session).orElseThrow();
    }

    private static TranscriptLine patient(String text) {
        return new TranscriptLine("item_1", Role.PATIENT, text, true, null, null, null, null, null);
    }
}
