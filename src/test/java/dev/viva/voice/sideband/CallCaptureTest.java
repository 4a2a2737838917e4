package dev.viva.voice.sideband;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.limits.HeldText;
import dev.viva.model.Phase;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.session.RecentActivity;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.Transcripts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the session learns of troubles that silence the patient. */
class CallCaptureTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final MetricRegistry metrics = new MetricRegistry();
    private Database database;
    private CallCapture capture;

    @BeforeEach
    void start() throws Exception {
        database = Databases.open(folder);
        var transcripts = new Transcripts(
                new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock),
                new EventHub(6, clock, clock::nanoTime, metrics),
                new HeldText(metrics));
        var notes = new CallNotes(
                transcripts,
                new RecentActivity(),
                (session, call, tokens) -> {},
                ProviderObserver.NONE,
                metrics,
                clock);
        String session = Databases.session(database, clock).id();
        var rules = new CallRules(new Secret("Play the patient."), RealtimeConfiguration.DEFAULTS.speech(null));
        var call = new ListenedCall(session, "rtc_1", 1, new InstructionUpdate(Phase.SUBJECTIVE, rules));
        capture = new CallCapture(call, notes, new Confirmation(session, notes, clock), clock);
    }

    @AfterEach
    void stop() throws Exception {
        database.stop();
    }

    @Test
    void anErrorOfTheAccountIsToldOnce() {
        error("insufficient_quota");
        error("insufficient_quota");
        failed("insufficient_quota");
        assertThat(warnings()).singleElement().asString().contains("patient_silent", "asking again does not help");

        error("invalid_api_key");
        assertThat(warnings()).hasSize(2);
    }

    @Test
    void anErrorThatTheCallSurvivesIsNotTold() {
        error("response_cancel_not_active");
        error("server_error"); // a response that failed by it is told
        error("unknown");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void eachResponseThatFailsForAMomentIsTold() {
        failed("server_error");
        failed("server_error");
        assertThat(warnings()).hasSize(2);
    }

    private void error(String code) {
        capture.on(new CallEvent.ProviderError(code, null));
    }

    private void failed(String code) {
        capture.on(new CallEvent.ResponseDone(null, "failed", code, CallEvent.Usage.NONE));
    }

    private List<String> warnings() {
        return Engine.SQLITE
                .jdbi(folder)
                .withHandle(h -> h.createQuery("SELECT payload FROM session_event WHERE type = 'warning' ORDER BY seq")
                        .mapTo(String.class)
                        .list());
    }
}
