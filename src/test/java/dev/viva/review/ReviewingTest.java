package dev.viva.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.model.Verdict;
import dev.viva.realtime.ProviderException;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewingTest {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Criterion GREETS = new Criterion("greets", "Greets the patient", "No greeting", "A greeting");

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private ReviewStore store;
    private String session;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(Engine.SQLITE, folder);
        store = new ReviewStore(database, 0, PATIENCE, clock);
        session = Databases.session(database, clock).id();
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    private Reviewing reviewing(Reviewer reviewer) {
        return new Reviewing(reviewer, store, 1, Duration.ofMillis(20), new MetricRegistry(), clock);
    }

    private ReviewDao.Row begun() {
        return begun(Set.of("greets"));
    }

    private ReviewDao.Row begun(Set<String> asked) {
        return store.begin(new ReviewStore.Subject(session, "communication", "1", "0".repeat(64), "a-model"), asked)
                .stored()
                .row();
    }

    private ReviewDao.Row stored() {
        return store.list(session).getFirst().row();
    }

    @Test
    void keepsAReviewThatWaitsForItsTurn() throws Exception {
        var answers = new CountDownLatch(1);
        Reviewer slow = new FakeReviewer(() -> {
            answers.await();
            return new Reviewer.Opinion(Verdict.NOT_MET, null, null, 90, "a-model");
        });
        try (var reviewing = reviewing(slow)) {
            reviewing.begin(begun(), lines(), List.of(new Reviewing.Question(0, GREETS, null)));
            clock.advance(PATIENCE.plusMinutes(1));
            Until.isTrue("a sign of life", () -> !store.isLeft(stored()));
            answers.countDown();
            Until.isTrue("the end", () -> stored().state().equals("done"));
        }
    }

    @Test
    void endsAReviewWhoseAnswersCannotBeKept() throws Exception {
        Reviewer broken = new FakeReviewer(() -> {
            throw new IllegalStateException("a fault of ours");
        });
        try (var reviewing = reviewing(broken)) {
            reviewing.begin(begun(), lines(), List.of(new Reviewing.Question(0, GREETS, null)));
            Until.isTrue("the end", () -> stored().state().equals("failed"));
        }
    }

    @Test
    void paysNothingForQuestionsThatAHopelessFailureSkips() throws Exception {
        Reviewer refused = new FakeReviewer(() -> {
            throw new ProviderException(
                    ProviderException.Kind.UNAUTHORIZED,
                    "review",
                    new ProviderException.Reply(401, "invalid_api_key", null, null));
        });
        var listens = new Criterion("listens", "Listens", "No", "Yes");
        try (var reviewing = reviewing(refused)) {
            reviewing.begin(
                    begun(Set.of("greets", "listens", "!canary")),
                    lines(),
                    List.of(
                            new Reviewing.Question(0, GREETS, null),
                            new Reviewing.Question(1, listens, null),
                            new Reviewing.Question(2, Criterion.CANARY, null)));
            Until.isTrue("the end", () -> stored().state().equals("failed"));
        }
        assertThat(store.usedToday()).as("one at a time was sent").isEqualTo(1);
    }

    @Test
    void aTranscriptThatIsTooLongEndsTheReviewForGood() throws Exception {
        Reviewer unasked = new FakeReviewer(() -> {
            throw new AssertionError("nothing is sent");
        });
        try (var reviewing = reviewing(unasked)) {
            reviewing.begin(begun(Set.of()), lines(), List.of(new Reviewing.Question(0, GREETS, Outcome.TOO_LONG)));
            Until.isTrue("the end", () -> stored().state().equals("done"));
        }
        assertThat(store.usedToday()).isZero();
    }

    @Test
    void endsAReviewWhenTheServiceStopsSoThatItCanBeAskedAgain() {
        var asked = new CountDownLatch(1);
        Reviewer silent = new FakeReviewer(() -> {
            asked.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("nobody answers");
        });
        try (var reviewing = reviewing(silent)) {
            reviewing.begin(begun(), lines(), List.of(new Reviewing.Question(0, GREETS, null)));
            Until.isTrue("the question is asked", () -> asked.getCount() == 0);
        }
        assertThat(stored().state()).isEqualTo("failed");
    }

    @Test
    void raisesTheAlarmThoughItsWordsAreNotFound() throws Exception {
        Reviewer alarmed = new FakeReviewer(
                () -> new Reviewer.Opinion(Verdict.MET, "L1", "words that nobody said", 90, "a-model"));
        try (var reviewing = reviewing(alarmed)) {
            reviewing.begin(
                    begun(),
                    lines(),
                    List.of(
                            new Reviewing.Question(0, Criterion.CANARY, null),
                            new Reviewing.Question(1, GREETS, null)));
            Until.isTrue("the end", () -> stored().state().equals("done"));
        }
        assertThat(store.list(session).getFirst().answers())
                .extracting(ReviewDao.Answer::outcome)
                .containsExactly("met", "invented_quote");
        assertThat(ReviewView.of(store.list(session).getFirst(), false, lines()).canary())
                .hasToString("alarm");
    }

    /** Gives one answer to each question. */
    private record FakeReviewer(Callable<Reviewer.Opinion> answer) implements Reviewer {
        @Override
        public Reviewer.Opinion propose(Criterion criterion, Lines lines) {
            try {
                return answer.call();
            } catch (ProviderException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String promptDigest(Criterion criterion) {
            return "0".repeat(64);
        }

        @Override
        public String model() {
            return "a-model";
        }
    }

    private static Lines lines() {
        return new Lines("0".repeat(64), List.of());
    }
}
