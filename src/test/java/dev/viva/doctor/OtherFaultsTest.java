package dev.viva.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.access.oidc.OidcConfiguration;
import dev.viva.content.ContentConfiguration;
import dev.viva.doctor.Diagnosis.Grade;
import dev.viva.openai.OpenAiRealtime;
import dev.viva.problem.Secret;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.TimeoutConfiguration;
import dev.viva.redis.RedisConfiguration;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestIssuer;
import io.dropwizard.util.Duration;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults planted in everything but the database: the machine, Redis (a real one), the provider, the cases. */
@DisabledOnOs(OS.WINDOWS)
class OtherFaultsTest {
    private static final String MODELS =
            "{\"data\": [{\"id\": \"gpt-realtime-2.1\"}, {\"id\": \"gpt-realtime-whisper\"}]}";

    @TempDir
    static Path redisFolder;

    @TempDir
    Path folder;

    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start(redisFolder);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    // The machine

    @Test
    void findsTooFewFileHandles() {
        assertThat(Report.of(new ProcessProbe(() -> 256, () -> 1L << 30)))
                .anySatisfy(found -> is(Grade.FAIL, found, "256 files", "ulimit"));
        assertThat(Report.of(new ProcessProbe(() -> 1024, () -> 1L << 30)))
                .anySatisfy(found -> is(Grade.WARN, found, "1024 files"));
        assertThat(Report.of(new ProcessProbe())).noneMatch(found -> found.grade() == Grade.FAIL);
    }

    @Test
    void findsTooLittleMemory() {
        assertThat(Report.of(new ProcessProbe(() -> 65_536, () -> 64L << 20)))
                .anySatisfy(found -> is(Grade.FAIL, found, "64 MiB"));
    }

    @Test
    void findsAClockThatWasNeverSet() {
        Clock unset = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        assertThat(Report.of(new ClockProbe(unset)))
                .singleElement()
                .satisfies(found -> is(Grade.FAIL, found, "1970", "NTP"));
        assertThat(Report.of(new ClockProbe(Clock.systemUTC())))
                .singleElement()
                .satisfies(found -> is(Grade.OK, found, "says"));
    }

    // Cases

    @Test
    void findsABrokenCase() throws Exception {
        Files.createDirectories(folder.resolve("personas"));
        Path scenarios = Files.createDirectories(folder.resolve("scenarios"));
        Files.writeString(scenarios.resolve("broken.yaml"), "scenario_id: broken\ntitle: 7\n");
        assertThat(content(folder)).anySatisfy(found -> is(Grade.FAIL, found, "broken.yaml:2"));
    }

    @Test
    void findsAMissingContentFolder() {
        assertThat(content(folder.resolve("no-such")))
                .singleElement()
                .satisfies(found -> is(Grade.FAIL, found, "no-such"));
    }

    private static List<Diagnosis> content(Path folder) {
        return Report.of(new ContentProbe(new ContentConfiguration(folder)));
    }

    // Redis

    @Test
    void aRedisThatAnswersIsWell() {
        assertThat(redis(redis.address(), "")).singleElement().satisfies(found -> is(Grade.OK, found, "takes writes"));
    }

    @Test
    void findsARedisThatIsNotThere() {
        assertThat(redis("redis://127.0.0.1:1", ""))
                .singleElement()
                .satisfies(found -> is(Grade.FAIL, found, "cannot be reached"));
    }

    @Test
    void findsAWrongPasswordOfRedis() {
        setting(
                "requirepass",
                "right",
                () -> assertThat(redis(redis.address(), "wrong"))
                        .singleElement()
                        .satisfies(found -> is(Grade.FAIL, found, "refuses the password")));
    }

    @Test
    void findsARedisThatIsAReplica() {
        redis.demote();
        try {
            assertThat(redis(redis.address(), ""))
                    .singleElement()
                    .satisfies(found -> is(Grade.FAIL, found, "it is a replica"));
        } finally {
            redis.promote();
        }
    }

    /** The service subscribes as it connects: without that right it counts Redis as out. */
    @Test
    void findsAUserWithoutTheChannelsOfRedis() {
        String[] may = {"on", ">secret", "~viva:*", "resetchannels", "+@all"};
        try (var operator = redis.client()) {
            operator.aclSetUser("viva", may);
            try {
                assertThat(redisAs("viva")).anySatisfy(found -> is(Grade.FAIL, found, "subscribe", "channels viva:*"));
                operator.aclSetUser("viva", "&viva:wake", "-subscribe");
                assertThat(redisAs("viva"))
                        .anySatisfy(found -> is(Grade.FAIL, found, "right to subscribe to viva:*", "or is slow"));
                operator.aclSetUser("viva", "+subscribe");
                assertThat(redisAs("viva")).singleElement().satisfies(found -> is(Grade.OK, found, "messages"));
            } finally {
                operator.aclDelUser("viva");
            }
        }
    }

    private static List<Diagnosis> redisAs(String user) {
        var config =
                new RedisConfiguration(redis.address(), null, null, user, new Secret("secret"), Duration.seconds(20));
        return Report.of(new RedisProbe(config, Clock.systemUTC()));
    }

    @Test
    void findsAFullRedis() {
        setting(
                "maxmemory",
                "1",
                () -> assertThat(redis(redis.address(), ""))
                        .singleElement()
                        .satisfies(found -> is(Grade.FAIL, found, "it is full", "volatile-lru")));
    }

    @Test
    void warnsOfARedisThatWillRefuseOnceItIsFull() {
        setting(
                "maxmemory",
                "100mb",
                () -> assertThat(redis(redis.address(), ""))
                        .singleElement()
                        .satisfies(found -> is(Grade.WARN, found, "noeviction", "volatile-lru")));
    }

    private static List<Diagnosis> redis(String address, String password) {
        var config = new RedisConfiguration(address, null, null, null, new Secret(password), Duration.seconds(20));
        return Report.of(new RedisProbe(config, Clock.systemUTC()));
    }

    private static void setting(String name, String value, Runnable test) {
        try (var operator = redis.client()) {
            String before = operator.configGet(name).get(1);
            operator.configSet(name, value);
            try {
                test.run();
            } finally {
                operator.configSet(name, before);
            }
        }
    }

    // The provider

    @Test
    void aProviderThatWouldLetACallBeginIsWell() throws Exception {
        try (var upstream = new FakeUpstream(
                Answer.of(200, MODELS), Answer.of(200, "{\"value\": \"ek_1\", \"expires_at\": 4102444800}"))) {
            assertThat(provider(upstream))
                    .singleElement()
                    .satisfies(found -> is(Grade.OK, found, "would let a call begin"));
            assertThat(upstream.seen())
                    .extracting(FakeUpstream.Seen::path)
                    .containsExactly("/base/v1/models", "/base/v1/realtime/client_secrets");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | {"error": {"code": "invalid_api_key"}}     | refuses the key
            429 | {"error": {"code": "rate_limit_exceeded"}} | too many requests
            404 | {}                                         | has no such address
            500 | {}                                         | cannot be reached, or fails
            200 | {"data": [{"id": "gpt-realtime-2.1"}]}     | does not list the model gpt-realtime-whisper
            """)
    void findsWhatIsWrongWithTheKeyOrTheProvider(int status, String body, String words) throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(status, body))) {
            assertThat(provider(upstream)).singleElement().satisfies(found -> {
                is(Grade.FAIL, found, words);
                assertThat(found.sentence()).doesNotContain("sk-never-shown");
            });
        }
    }

    @Test
    void findsAnAccountWithoutCredit() throws Exception {
        try (var upstream = new FakeUpstream(
                Answer.of(200, MODELS), Answer.of(429, "{\"error\": {\"code\": \"insufficient_quota\"}}"))) {
            assertThat(provider(upstream))
                    .singleElement()
                    .satisfies(found -> is(Grade.FAIL, found, "credit is used up"));
        }
    }

    @Test
    void findsAProviderThatDoesNotAnswer() throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(200, MODELS).unfinished())) {
            assertThat(provider(upstream, Duration.milliseconds(400)))
                    .singleElement()
                    .satisfies(found -> is(Grade.FAIL, found, "does not answer in time"));
        }
    }

    private static List<Diagnosis> provider(FakeUpstream upstream) {
        return provider(upstream, Duration.minutes(1));
    }

    private static List<Diagnosis> provider(FakeUpstream upstream, Duration timeout) {
        var timeouts = new TimeoutConfiguration(timeout, timeout, timeout, timeout, timeout, timeout, timeout);
        var config = new RealtimeConfiguration(
                null, null, new Secret("sk-never-shown"), null, null, null, null, null, timeouts, null);
        return Report.of(new ProviderProbe(
                config,
                () -> new OpenAiRealtime(
                        upstream::address,
                        new Secret("sk-never-shown"),
                        timeouts,
                        Duration.seconds(1),
                        ProviderObserver.NONE)));
    }

    // The doctor

    @Test
    void aProbeThatHangsIsAFailure() {
        var never = new CountDownLatch(1);
        Probe hangs = new Probe() {
            @Override
            public String about() {
                return "it";
            }

            @Override
            public List<Diagnosis> look() throws InterruptedException {
                never.await();
                return List.of();
            }
        };
        var out = new ByteArrayOutputStream();
        assertThat(new Doctor(List.of(hangs), java.time.Duration.ofMillis(50)).examine(List.of(), new PrintStream(out)))
                .isFalse();
        assertThat(out.toString()).contains("FAIL  it: does not answer", "1 failed");
    }

    // The identity provider

    @Test
    void anIdentityProviderShowsItsKeys() {
        try (var issuer = new TestIssuer(Clock.systemUTC())) {
            assertThat(identity(issuer, List.of())).satisfies(found -> is(Grade.OK, found, "2 of them usable"));
            assertThat(identity(issuer, List.of("PS384"))).satisfies(found -> is(Grade.OK, found, "1 of them usable"));
            issuer.behave(TestIssuer.Behaviour.IMPOSTOR);
            assertThat(identity(issuer, List.of())).satisfies(found -> is(Grade.FAIL, found, "another issuer"));
            issuer.behave(TestIssuer.Behaviour.OUT);
            assertThat(identity(issuer, List.of())).satisfies(found -> is(Grade.FAIL, found, "status 503"));
        }
        assertThat(Report.of(new IdentityProbe(OidcConfiguration.NONE)))
                .singleElement()
                .satisfies(found -> is(Grade.OK, found, "none is configured"));
    }

    /** The browser would refuse to connect, and the page could only say that nothing answers. */
    @Test
    void findsALoginThatTheContentPolicyOfThePageForbids() {
        try (var issuer = new TestIssuer(Clock.systemUTC())) {
            assertThat(login(issuer, List.of()))
                    .singleElement()
                    .satisfies(found -> is(Grade.OK, found, "its keys can be fetched"));

            issuer.takeCodesAt("https://Tokens.example:443/oauth/token");
            assertThat(login(issuer, List.of()))
                    .satisfiesExactly(
                            keys -> is(Grade.OK, keys, "its keys can be fetched"),
                            page -> is(
                                    Grade.FAIL,
                                    page,
                                    "nobody can log in",
                                    "https://tokens.example,",
                                    "VIVA_OIDC_LOGIN_ORIGINS"));
            assertThat(login(issuer, List.of("https://tokens.example")))
                    .singleElement()
                    .satisfies(found -> is(Grade.OK, found, "its keys can be fetched"));

            issuer.takeCodesAt("");
            assertThat(login(issuer, List.of()))
                    .last()
                    .satisfies(page -> is(Grade.FAIL, page, "no https token_endpoint"));
        }
    }

    private static List<Diagnosis> login(TestIssuer issuer, List<String> origins) {
        var config = new OidcConfiguration(
                issuer.issuer(), TestIssuer.AUDIENCE, "page", null, null, null, null, null, null, null, origins);
        return Report.of(new IdentityProbe(config));
    }

    private static Diagnosis identity(TestIssuer issuer, List<String> algorithms) {
        var config = new OidcConfiguration(
                issuer.issuer(), TestIssuer.AUDIENCE, null, null, algorithms, null, null, null, null, null, null);
        return Report.of(new IdentityProbe(config)).getFirst();
    }

    private static void is(Grade grade, Diagnosis found, String... words) {
        assertThat(found.grade()).as(found.toString()).isEqualTo(grade);
        assertThat(found.sentence()).contains(words);
    }
}
