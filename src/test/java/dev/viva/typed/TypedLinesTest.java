package dev.viva.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.limits.HeldText;
import dev.viva.model.TypedLine;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.Transcripts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TypedLinesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"BUDGET_EXHAUSTED", "UPSTREAM_UNAVAILABLE"})
    void saysThatALineIsSavedAlsoWhenTheStorageFailsRightAfter(Failure refusal) throws Exception {
        var clock = new TestClock();
        var metrics = new MetricRegistry();
        var database = Databases.open(folder);
        var log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        var transcripts = new Transcripts(log, new EventHub(6, clock, clock::nanoTime, metrics), new HeldText(metrics));
        var awaited = new AwaitedAnswers(database, log, Duration.ofSeconds(15), clock, clock::nanoTime);
        var calls = new FakeTypedCalls();
        try (var answers = new Answers(awaited, new Conversations(calls, clock), calls, transcripts, metrics, clock)) {
            var session = Databases.session(database, clock);
            calls.voiceCallBegins(() -> {
                stop(database);
                throw new ProblemException(refusal).retryAfter(Duration.ofSeconds(7));
            });

            var problem = catchThrowableOfType(
                    ProblemException.class,
                    () -> new TypedLines(awaited, answers, calls)
                            .say(session.id(), new TypedLine("typed-1", "When did it begin?"), null));

            assertThat(problem.failure()).isEqualTo(refusal);
            assertThat(problem.detail()).startsWith("Your line is saved");
            assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            int stored = Engine.SQLITE
                    .jdbi(folder)
                    .withHandle(h -> h.createQuery("SELECT COUNT(*) FROM session_event WHERE item_id = 'typed-1'")
                            .mapTo(Integer.class)
                            .one());
            assertThat(stored).isOne();
        }
    }

    private static void stop(Database database) {
        try {
            database.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
