package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Until;
import dev.viva.wire.Exchange;
import dev.viva.wire.ExchangeCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/**
 * Thousands of forbidden requests: each is refused in time with a declared problem, and nothing is stored. Use {@code
 * -Dviva.negative.requests=100000} for a long run, {@code -Dviva.negative.seed=…} to repeat one, {@code
 * -Dviva.negative.first=…} to start in its middle.
 */
@ContractSuite
class NegativeSuiteTest {
    /** The limit for one request, which needs no work because it is refused. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private static final int REPEATS = 3;
    private static final int MAX_FAILURES = 40;
    private static final int CLIENTS = 4;

    private final Deployment service;
    /** The findings, each with its first request. */
    private final Map<String, String> failures = new ConcurrentSkipListMap<>();

    private final Map<String, AtomicLong> kinds = new ConcurrentSkipListMap<>();
    private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();

    NegativeSuiteTest(Deployment service) {
        this.service = service;
    }

    @Test
    void refusesAndStoresNoForbiddenRequest() throws Exception {
        long count = Long.getLong("viva.negative.requests", 5_000);
        long first = Long.getLong("viva.negative.first", 0);
        long seed =
                Long.getLong("viva.negative.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        System.out.printf("== negative: %d requests, -Dviva.negative.seed=%d%n", count, seed);
        Api api = service.api();
        Api.Opened session = api.open();
        var requests = new BadRequests(seed, session, api.open(), service.knownFaculty());
        api.relay(session, "item_before", "student", "Where?");
        service.data().map(Engine.SQLITE::jdbi).ifPresent(this::untilNothingIsLeftToDo);
        String before = state(api, session);
        long began = System.nanoTime();

        var next = new AtomicLong(first);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.submit(() -> sendAll(requests, next, first + count));
            }
        }

        System.out.printf(
                "== negative: %.1f s, refused as %s%n   %s%n", (System.nanoTime() - began) / 1e9, statuses, kinds);
        assertThat(failures)
                .as(
                        "answers to what is forbidden:%n%s",
                        failures.entrySet().stream()
                                .map(e -> e.getKey() + "\n      " + e.getValue())
                                .collect(Collectors.joining("\n")))
                .isEmpty();
        assertThat(statuses.values().stream().mapToLong(AtomicLong::get).sum()).isEqualTo(count);
        assertThat(state(api, session)).isEqualTo(before);
    }

    private void sendAll(BadRequests requests, AtomicLong next, long end) {
        Api api = new Api(service.url(), exchange -> {}).within(MAX_WAIT);
        for (long number = next.getAndIncrement();
                number < end && failures.size() < MAX_FAILURES;
                number = next.getAndIncrement()) {
            String shown = "request " + number;
            try {
                Bad bad = requests.get(number);
                shown += ", " + bad;
                List<String> findings = judge(bad, send(api, bad));
                if (!findings.isEmpty()) {
                    failures.putIfAbsent(bad.kind() + " of " + bad.draft() + ": " + findings, shown);
                }
            } catch (RuntimeException | IOException e) {
                failures.putIfAbsent(String.valueOf(e), shown);
            }
        }
    }

    /** Repeats a slow request: a busy machine is slow once, a slow parser each time. */
    private Exchange send(Api api, Bad bad) throws IOException {
        for (int left = REPEATS; ; left--) {
            try {
                return sendOnce(api, bad);
            } catch (SocketTimeoutException late) {
                if (left == 0) {
                    throw late;
                }
            } catch (UncheckedIOException failed) {
                if (left == 0 || !(failed.getCause() instanceof HttpTimeoutException)) {
                    throw failed;
                }
            }
        }
    }

    private Exchange sendOnce(Api api, Bad bad) throws IOException {
        byte[] raw = bad.raw();
        if (raw != null) {
            return new Exchange(request(bad), RawHttp.send(service.url(), raw, MAX_WAIT));
        }
        var reply = bad.draft().send(api, bad.method());
        return Exchange.of(request(bad), reply.raw());
    }

    private static Exchange.Request request(Bad bad) {
        var headers = new TreeMap<String, List<String>>();
        bad.draft().headers().forEach((name, value) -> headers.put(name, List.of(value)));
        return new Exchange.Request(
                bad.method(),
                URI.create("http://viva" + bad.address()),
                HttpHeaders.of(headers, (n, v) -> true),
                bad.draft().body());
    }

    /** The violations of the answer; empty if the request was refused correctly. */
    private List<String> judge(Bad bad, Exchange exchange) {
        int status = exchange.reply().status();
        kinds.computeIfAbsent(bad.kind(), kind -> new AtomicLong()).incrementAndGet();
        statuses.computeIfAbsent(status, s -> new AtomicLong()).incrementAndGet();
        if (status < 400 || status >= 500 || status == 429) {
            return List.of("it is answered " + status);
        }
        String type = exchange.reply().headers().firstValue("Content-Type").orElse("");
        if (!type.equals("application/problem+json")) {
            return List.of("the refusal is '" + type + "' and no problem");
        }
        return bad.hasAddress()
                ? ExchangeCheck.get().findings(exchange)
                : ExchangeCheck.get().refusalFindings(exchange);
    }

    /** All stored rows of a local service, or the visible state of a remote session. */
    private String state(Api api, Api.Opened session) {
        String seen = api.get(session.path("/turns"), session.grant()).raw().body();
        return service.data()
                .map(folder -> seen + stored(Engine.SQLITE.jdbi(folder)))
                .orElse(seen);
    }

    /** Other tests may have left calls to hang up, sessions to close and lines to answer. */
    private void untilNothingIsLeftToDo(Jdbi database) {
        Until.isTrue(
                "the service has nothing left to do",
                () -> database.withHandle(h -> h.createQuery("""
                                        SELECT (SELECT count(*) FROM voice_call WHERE hang_up_at IS NOT NULL)
                                            + (SELECT count(*) FROM session WHERE state = 'ended' AND closes_at <= :now)
                                            + (SELECT count(*) FROM awaited_answer)
                                        """)
                                .bind("now", service.clock().millis())
                                .mapTo(Integer.class)
                                .one()
                        == 0));
    }

    /** All rows of all tables, except the marks of batches and what faculty tried to do. */
    private static String stored(Jdbi database) {
        return database.withHandle(h -> h
                .createQuery(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('commit_mark', 'audit')")
                .mapTo(String.class)
                .list()
                .stream()
                .map(table -> table
                        + h.createQuery("SELECT * FROM " + table).mapToMap().list())
                .sorted()
                .collect(Collectors.joining("\n")));
    }
}
