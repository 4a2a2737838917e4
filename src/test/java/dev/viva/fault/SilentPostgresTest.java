package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Postgres;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL accepts connections and answers nothing, as behind a broken network: each statement waits for 10 s. */
class SilentPostgresTest {
    @TempDir
    static Path folder;

    private static Postgres postgres;
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        postgres = Postgres.own(folder);
        server = VivaServer.start(
                folder,
                new TestClock(),
                "database.url",
                postgres.url(),
                "budget.calls_per_day",
                "10",
                "review.kind",
                "openai",
                "review.api_key",
                "k",
                "review.model",
                "m");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.close();
    }

    @BeforeEach
    void silence() {
        assertThat(scraped()).contains("viva_storage_up 1.0", "viva_calls_live 0.0");
        postgres.pause();
    }

    @AfterEach
    void answerAgain() {
        postgres.resume();
        Until.isTrue("what was read before is read again", () -> {
            String scraped = scraped();
            return scraped.contains("viva_storage_up 1.0") && scraped.contains("viva_calls_live 0.0");
        });
    }

    /** Prometheus gives up after 10 s; without a scrape only the replicas seem to be down, and all of them. */
    @Test
    void isScrapedInTimeAndSaysThatTheStorageIsOut() {
        long begun = System.nanoTime();
        String scraped = scraped();

        assertThat(since(begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(scraped)
                .contains(
                        "viva_storage_up 0.0",
                        "viva_calls_live -1.0",
                        "viva_budget_calls_today -1.0",
                        "viva_budget_minutes_today -1.0",
                        "viva_budget_tokens_today -1.0",
                        "viva_budget_calls_per_day_bound 10.0",
                        "viva_hang_ups_queued -1.0",
                        "viva_database_size_bytes -1.0",
                        "viva_review_requests_today -1.0");
    }

    /** Only faculty see the budget, which is read after the checks have waited. */
    @ParameterizedTest
    @CsvSource({"false, 5", "true, 8"})
    void tellsEverybodyInTimeThatItIsDown(boolean faculty, long seconds) {
        long begun = System.nanoTime();
        var health = api.get("/health", faculty ? Api.FACULTY : null);

        assertThat(since(begun)).isLessThan(Duration.ofSeconds(seconds));
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().path("status").asText()).isEqualTo("down");
        assertThat(health.json().has("budget")).as("the usage cannot be read").isFalse();
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static String scraped() {
        return api.send("GET", server.adminUrl().resolve("/metrics").toString(), null, null, Map.of())
                .raw()
                .body();
    }
}
