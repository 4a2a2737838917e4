package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.model.PartialLine;
import dev.viva.model.Role;
import dev.viva.redis.Broadcast;
import dev.viva.redis.Redis;
import dev.viva.testing.RedisClients;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicasTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final EventHub here = new EventHub(6, clock, clock::nanoTime, new MetricRegistry());
    private final EventHub there = new EventHub(6, clock, clock::nanoTime, new MetricRegistry());
    private final MetricRegistry metrics = new MetricRegistry();
    private RedisProcess process;
    private Redis redis;
    private Redis redisThere;
    private Replicas replicas;

    @BeforeEach
    void start() {
        process = RedisProcess.start(folder);
        redis = RedisClients.patient(process, metrics);
        redisThere = RedisClients.patient(process, new MetricRegistry());
        replicas = new Replicas(here, redis, WireJson.mapper());
        var others = new Replicas(there, redisThere, WireJson.mapper());
        others.wake(List.of());
        Until.isTrue("both replicas subscribe", () -> {
            try (var client = process.client()) {
                return client.pubsubNumSub("viva:wake").containsValue("2");
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        redis.stop();
        redisThere.stop();
        process.close();
    }

    @Test
    void wakesFollowersOnAnotherReplica() throws Exception {
        try (var follower = there.subscribe("ses_one", false);
                var another = there.subscribe("ses_two", false)) {
            replicas.wake(List.of("ses_one"));

            assertThat(follower.await(Duration.ofSeconds(20)).quiet()).isFalse();
            assertThat(another.await(Duration.ZERO).quiet()).isTrue();
        }
    }

    @Test
    void sendsTheWakeUpsOfABusyTimeTogether() {
        var sent = new ArrayList<String>();
        var waiting = new ArrayList<Runnable>();
        var now = new AtomicLong();
        var busy = new Replicas(here, collecting(sent), WireJson.mapper(), now::get, pause -> waiting::add);

        busy.wake(List.of("ses_one"));
        assertThat(sent).as("the first goes at once").hasSize(1);
        busy.wake(List.of("ses_two"));
        busy.wake(List.of("ses_two", "ses_three"));
        assertThat(sent).hasSize(1);
        waiting.removeFirst().run();
        assertThat(sent).hasSize(2);
        assertThat(sent.getLast()).contains("\"wake\":[\"ses_two\",\"ses_three\"]");

        now.addAndGet(Replicas.PAUSE.toNanos());
        busy.wake(List.of("ses_one"));
        assertThat(sent).hasSize(3);
        assertThat(waiting).isEmpty();

        busy.wake(List.of("ses_two"));
        waiting.clear(); // it never runs
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        busy.wake(List.of("ses_three"));
        assertThat(sent.getLast()).contains("\"wake\":[\"ses_two\",\"ses_three\"]");
    }

    /** The key of a write about a teacher contains the hash of a name. It is nobody's business outside the database. */
    @Test
    void sendsOnlyTheKeysOfSessions() {
        var sent = new ArrayList<String>();
        var sending = new Replicas(here, collecting(sent), WireJson.mapper());

        sending.committed(List.of("rater_5d41402abc4b2a76", "key_1", "audit:2026", "budget", "~probe"));
        assertThat(sent).isEmpty();
        sending.committed(List.of("rater_5d41402abc4b2a76", "ses_one"));

        assertThat(sent).singleElement().asString().contains("\"wake\":[\"ses_one\"]");
    }

    private static Broadcast collecting(List<String> sent) {
        return new Broadcast() {
            @Override
            public void send(String topic, String message) {
                sent.add(message);
            }

            @Override
            public void listen(String topic, Consumer<String> listener) {
                // Nothing comes back.
            }
        };
    }

    @Test
    void forwardsPartialLinesAtMostTwiceASecond() throws Exception {
        try (var follower = there.subscribe("ses_one", false);
                var local = here.subscribe("ses_one", false)) {
            here.partial("ses_one", new PartialLine("item_1", Role.STUDENT, "Whe"));
            here.partial("ses_one", new PartialLine("item_1", Role.STUDENT, "When d"));
            clock.advance(Duration.ofMillis(500));
            here.partial("ses_one", new PartialLine("item_2", Role.STUDENT, "When did"));

            assertThat(texts(follower)).containsExactly("Whe", "When did");
            assertThat(texts(local)).as("a replica ignores its own messages").containsExactly("Whe", "When did");
            assertThat(local.await(Duration.ZERO).quiet()).isTrue();
        }
    }

    @Test
    void speakerSeesFollowersOnOtherReplicas() {
        try (var one = there.subscribe("ses_one", false);
                var two = there.subscribe("ses_one", false);
                var local = here.subscribe("ses_one", false)) {
            assertThat(here.followers("ses_one"))
                    .as("followers before the first answer")
                    .isEqualTo(1);
            here.partial("ses_one", new PartialLine("item_1", Role.STUDENT, "Whe"));
            Until.isTrue("the other replica has answered", () -> here.followers("ses_one") == 3);
        }
        assertThat(here.followersHere("ses_one")).isZero();

        clock.advance(Duration.ofMillis(500));
        here.partial("ses_one", new PartialLine("item_1", Role.STUDENT, "When"));
        Until.isTrue("the followers disconnect", () -> here.followers("ses_one") == 0);
        assertThat(here.followers("ses_two")).isZero();
    }

    @Test
    void partialLineIsEncodedOnceForAllItsFollowers() throws Exception {
        try (var one = here.subscribe("ses_one", false);
                var another = here.subscribe("ses_one", false)) {
            here.partial("ses_one", new PartialLine("item_1", Role.STUDENT, "Whe"));

            String frame = partial(one).frame(event -> "frame");
            assertThat(partial(another).frame(event -> "another")).isEqualTo(frame);
        }
    }

    private static Subscription.Partial partial(Subscription follower) throws InterruptedException {
        return follower.await(Duration.ofSeconds(20)).partials().getFirst();
    }

    @Test
    void acceptsMessagesOfALaterVersion() throws Exception {
        try (var follower = here.subscribe("ses_one", false);
                var client = process.client()) {
            client.publish("viva:wake", "{\"from\":\"later\",\"wake\":[\"ses_one\"],\"why\":\"a line\"}");
            assertThat(follower.await(Duration.ofSeconds(20)).quiet()).isFalse();

            client.publish("viva:wake", """
                    {"from":"later","partial":{"session_id":"ses_one","type":"partial","created_at":"2026-11-02T10:00:00.000Z",
                     "mood":"calm","partial":{"item_id":"item_1","role":"student","text":"Whe","mood":"calm"}}}
                    """);
            assertThat(follower.await(Duration.ofSeconds(20)).partials()).hasSize(1);
        }
    }

    @Test
    void countsFailedMessages() {
        process.stop();
        here.partial("ses_one", new PartialLine("item_1", Role.STUDENT, "Whe"));
        replicas.wake(List.of("ses_one"));

        Until.isTrue(
                "failures are counted",
                () -> metrics.counter("viva.redis.bypass.wake").getCount() == 2);
        process.startAgain();
        Until.isTrue("Redis is connected again", redis::up);
    }

    private static List<String> texts(Subscription follower) throws InterruptedException {
        var texts = new ArrayList<String>();
        while (texts.size() < 2) {
            var news = follower.await(Duration.ofSeconds(20));
            assertThat(news.quiet()).isFalse();
            for (Subscription.Partial partial : news.partials()) {
                texts.add(partial.line().text());
            }
        }
        return texts;
    }
}
