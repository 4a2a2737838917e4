package dev.viva;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import dev.viva.wire.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names, groups, codes, tokens and words go through everything that a service does, at the highest log level, and are
 * then searched wherever an operator, a proxy or a neighbour might look.
 */
class PeopleStayUnnamedTest {
    private static final String NAME = "Quokka Zebrafish";
    private static final String GROUP = "GroupOfAxolotls";
    private static final String WORDS = "my landlord must not hear of this knee";
    private static final String WRONG_CODE = "a-guess-at-the-code-of-a-class";
    private static final String IDEMPOTENCY_KEY = UUID.randomUUID().toString();
    private static final String SECOND_KEY = UUID.randomUUID().toString();
    private static final String SESSIONS = "/api/v1/sessions";
    private static final String SAID = Api.CASE.substring(0, Api.CASE.length() - 1) + ",\"participant\":{\"name\":\""
            + NAME + "\",\"group\":\"" + GROUP + "\"}}";
    private static final String[] ALL_LEVELS = {
        "logging.level", "ALL", "logging.loggers.org\\.eclipse\\.jetty", "ALL", "logging.loggers.dev\\.viva", "ALL"
    };

    private final TestClock clock = new TestClock();
    private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
    private final Map<String, String> secrets = new LinkedHashMap<>(Map.of(
            "name", NAME,
            "first name", "Quokka",
            "group", GROUP,
            "words", WORDS,
            "code", Api.CLASS_CODE,
            "wrong code", WRONG_CODE,
            "faculty key", Api.FACULTY,
            "idempotency key", IDEMPOTENCY_KEY,
            "second idempotency key", SECOND_KEY));

    @Test
    void nobodyIsNamedWhereOthersLook(@TempDir Path data) throws IOException {
        var log = new CapturedLog();
        Path fromTheStart = data.resolve("service.log");
        secrets.put("group of a class", "PT-2B");
        try (var redis = RedisProcess.start(data);
                var server = VivaServer.start(
                        data,
                        clock,
                        with(
                                "redis.address",
                                redis.address(),
                                "redis.timeout",
                                "2s",
                                "retention.sessions",
                                "1d",
                                "encounter.time_factor", // more than that of a class: the start warns
                                "2",
                                "logging.appenders[1].currentLogFilename",
                                fromTheStart.toString()))) {
            log.attach();
            var api = new Api(server.url(), exchanges::add);
            Api.Opened erased = encounter(api);
            Api.Opened old = encounter(api);
            guessAndFail(api, erased);
            lookAsFaculty(api, erased);
            api.erase(erased.id());
            untilErasedByAge(api, server, old);
            String audit = api.get("/api/v1/audit?limit=200", Api.FACULTY).raw().body();
            String metrics =
                    new Api(server.adminUrl()).get("/metrics", null).raw().body();

            assertThat(log.lines()).anyMatch(line -> line.contains("/api/v1/sessions/{session_id}"));
            var shown = new TreeSet<String>();
            search(shown, "log", log.text());
            assertThat(fromTheStart).content().contains("access.classes[2]");
            search(shown, "log of the start", Files.readString(fromTheStart));
            search(shown, "metrics", metrics);
            search(
                    shown,
                    "thread names",
                    Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .toList()
                            .toString());
            search(shown, "redis", everything(redis));
            search(shown, "audit", audit);
            search(shown, "addresses", addressesGivenOut());
            search(shown, "problems", problems());
            search(shown, "health", api.get("/health", null).raw().body());
            assertThat(shown).isEmpty();
        } finally {
            log.detach();
        }
    }

    private Api.Opened encounter(Api api) {
        var headers = Map.of("Content-Type", "application/json", "Idempotency-Key", SECOND_KEY);
        api.send(
                "POST",
                SESSIONS,
                null,
                SAID,
                Map.of("Content-Type", "application/json", "Idempotency-Key", IDEMPOTENCY_KEY));
        api.send("POST", SESSIONS, Api.CLASS_CODE, SAID, headers);
        var session = api.open(SAID);
        secrets.put("grant of " + session.id(), session.grant());
        api.relay(session, "item_1", "student", WORDS);
        api.relay(session, "item_1", "student", WORDS + " again"); // a conflict
        api.post(session.path("/say"), session.grant(), "{\"item_id\":\"typed_1\",\"text\":\"" + WORDS + "\"}");
        String observer = api.post(session.path("/grants"), session.grant(), "{\"minutes\":5}")
                .json()
                .path("access_token")
                .asText();
        secrets.put("observer of " + session.id(), observer);
        api.get(session.path("/transcript"), observer);
        String token = api.send("POST", session.path("/voice/token"), session.grant(), null, Map.of())
                .json()
                .path("rtc_token")
                .asText();
        secrets.put("token of " + session.id(), token);
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        return session;
    }

    /** What is refused must not be quoted. */
    private void guessAndFail(Api api, Api.Opened session) {
        for (int i = 0; i < 5; i++) {
            api.post(SESSIONS, WRONG_CODE, SAID);
        }
        api.post(SESSIONS, null, SAID.replace(NAME, NAME.repeat(50))); // too long
        api.post(SESSIONS, null, SAID.substring(0, SAID.length() - 2)); // malformed
        api.post(SESSIONS, null, SAID.replace("knee-after-football", "unknown"));
        api.get(SESSIONS + "?participant=Quokka", session.grant());
        api.get(SESSIONS + "?participant=Quokka&state=gone", Api.FACULTY);
        api.get(SESSIONS + "?participant=Quokka&cursor=x", Api.FACULTY);
        api.get(SESSIONS + "?group=" + GROUP, WRONG_CODE);
        api.post(session.path("/transcript"), WRONG_CODE, Api.line("item_2", "student", WORDS));
        api.post(session.path("/transcript"), session.grant(), "{\"text\":\"" + WORDS); // malformed
    }

    private void lookAsFaculty(Api api, Api.Opened session) {
        for (String path : List.of(
                SESSIONS + "?limit=1&participant=Quokka&group=" + GROUP,
                SESSIONS + "?participant=Quokka%20Zebrafish",
                session.path(""),
                session.path("/transcript"),
                session.path("/turns"),
                session.path("/voice/instructions"))) {
            assertThat(api.get(path, Api.FACULTY).status()).as(path).isEqualTo(200);
        }
        api.send("GET", session.path("/transcript"), Api.FACULTY, null, Map.of("Accept", "text/html"));
    }

    private void untilErasedByAge(Api api, VivaServer server, Api.Opened session) {
        clock.advance(Duration.ofSeconds(11));
        Until.isTrue(
                "it is closed",
                () -> "closed"
                        .equals(api.get(session.path(""), Api.FACULTY)
                                .json()
                                .path("state")
                                .asText()));
        clock.advance(Duration.ofDays(2));
        Until.isTrue(
                "retention erases it",
                () -> api.metric(server.adminUrl(), "viva_sessions_erased_total{by=\"retention\"}") >= 1);
    }

    /** Every address that a reply names, except the next page of a list, which repeats what its reader asked for. */
    private String addressesGivenOut() {
        var addresses = new ArrayList<String>();
        for (Exchange exchange : exchanges) {
            addresses.addAll(exchange.reply().headers().allValues("Location"));
            String asked = String.valueOf(exchange.request().target().getRawQuery());
            if (!asked.contains("participant=")) {
                addresses.addAll(exchange.reply().headers().allValues("Link"));
            }
        }
        assertThat(addresses).isNotEmpty();
        return addresses.toString();
    }

    private String problems() {
        var problems = new ArrayList<String>();
        for (Exchange exchange : exchanges) {
            byte[] body = exchange.reply().body();
            if (exchange.reply().status() >= 400 && body != null) {
                problems.add(new String(body, UTF_8));
            }
        }
        assertThat(problems).hasSizeGreaterThan(10);
        return problems.toString();
    }

    private static String everything(RedisProcess redis) {
        var read = new StringBuilder();
        try (var client = redis.client()) {
            Set<byte[]> keys = client.keys("*".getBytes(ISO_8859_1));
            assertThat(keys).isNotEmpty();
            for (byte[] key : keys) {
                byte[] value = client.dump(key);
                read.append(new String(key, ISO_8859_1)).append(value == null ? "" : new String(value, ISO_8859_1));
            }
        }
        return read.toString();
    }

    private void search(Set<String> shown, String where, String text) {
        secrets.forEach((what, secret) -> {
            assertThat(secret).as(what).isNotEmpty();
            if (text.contains(secret)) {
                shown.add(what + " in " + where);
            }
        });
    }

    private static String[] with(String... more) {
        var all = new ArrayList<>(List.of(ALL_LEVELS));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
