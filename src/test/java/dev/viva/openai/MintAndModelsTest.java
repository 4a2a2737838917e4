package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.MintedSecret;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.TimeoutConfiguration;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class MintAndModelsTest {
    private static final Answer MINTED =
            Answer.of(200, "{\"value\":\"ek_1\",\"expires_at\":1790000600,\"session\":{}}");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static OpenAiRealtime provider(FakeUpstream upstream) {
        return new OpenAiRealtime(
                upstream::address,
                new Secret("sk-never-shown"),
                TimeoutConfiguration.DEFAULTS,
                io.dropwizard.util.Duration.seconds(1),
                ProviderObserver.NONE);
    }

    private static CallConfig config() {
        return new CallConfig(
                "gpt-realtime-2.1",
                "marin",
                new Secret("Du hast Rückenschmerzen."),
                RealtimeConfiguration.DEFAULTS.speech("de"),
                new CallConfig.Origin("student-hash", "request-7"));
    }

    private static ProviderException failure(FakeUpstream upstream) {
        try (OpenAiRealtime provider = provider(upstream)) {
            return catchThrowableOfType(ProviderException.class, () -> provider.mintSecret(config(), MINUTE));
        }
    }

    @Test
    void passesTheTraceOfTheRequestOn() throws Exception {
        MDC.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        try (FakeUpstream upstream = new FakeUpstream(MINTED);
                OpenAiRealtime provider = provider(upstream)) {
            provider.mintSecret(config(), Duration.ofSeconds(90));
            assertThat(upstream.seen().getFirst().headers().getFirst("traceparent"))
                    .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        } finally {
            MDC.remove("traceparent");
        }
    }

    @Test
    void mintsASecretThatExpires() throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(MINTED);
                OpenAiRealtime provider = provider(upstream)) {
            MintedSecret minted = provider.mintSecret(config(), Duration.ofSeconds(90));

            assertThat(minted.value().reveal()).isEqualTo("ek_1");
            assertThat(minted.expiresAt()).isEqualTo(Instant.ofEpochSecond(1_790_000_600));
            assertThat(minted.toString()).doesNotContain("ek_1");
            FakeUpstream.Seen seen = upstream.seen().getFirst();
            assertThat(seen.method() + " " + seen.path()).isEqualTo("POST /base/v1/realtime/client_secrets");
            assertThat(seen.headers().getFirst("Authorization")).isEqualTo("Bearer sk-never-shown");
            assertThat(seen.headers().getFirst("OpenAI-Safety-Identifier")).isEqualTo("student-hash");
            assertThat(seen.headers().getFirst("X-Client-Request-Id")).isEqualTo("request-7");
            String body = new String(seen.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            JsonNode json = new ObjectMapper().readTree(body);
            assertThat(json.path("expires_after").toString()).isEqualTo("{\"anchor\":\"created_at\",\"seconds\":90}");
            assertThat(json.path("session").toString())
                    .isEqualTo(SessionBody.session(config()).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 7_201})
    void refusesALifetimeThatTheProviderRefuses(long seconds) throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(MINTED);
                OpenAiRealtime provider = provider(upstream)) {
            assertThatThrownBy(() -> provider.mintSecret(config(), Duration.ofSeconds(seconds)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(upstream.seen()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, unknown_parameter, REJECTED",
        "401, invalid_api_key, UNAUTHORIZED",
        "429, insufficient_quota, QUOTA",
        "429, rate_limit_exceeded, RATE_LIMITED",
        "503, slow_down, UNAVAILABLE",
    })
    void distinguishesFailures(int status, String code, Kind kind) throws Exception {
        try (FakeUpstream upstream =
                new FakeUpstream(Answer.of(status, "{\"error\":{\"message\":\"ek_1\",\"code\":\"" + code + "\"}}"))) {
            ProviderException failure = failure(upstream);

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.toString()).doesNotContain("ek_1", "sk-never", "schmerzen");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>a proxy's page</html>",
                "{}",
                "{\"value\":\"\",\"expires_at\":1790000600}",
                "{\"value\":\"ek_1\"}",
                "{\"value\":\"ek_1\",\"expires_at\":9223372036854775807}",
                "{\"value\":\"ek_1\",",
            })
    void unreadableSecretCountsAsUnavailable(String body) throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(Answer.of(200, body))) {
            ProviderException failure = failure(upstream);

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.toString()).doesNotContain("ek_1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'\"2027-01-20\"', 2027-01-20",
                "'\"2027-01-20T00:00:00Z\"', 2027-01-20",
                "1800403200, 2027-01-20",
                "null, -",
                "'\"\"', -",
                "'\"2027-13-41\"', -",
                "'\"in a while, perhaps\"', -",
                "9223372036854775807, -",
                "{}, -",
            })
    void listsModelsWithTheirShutdownDates(String wire, @Nullable LocalDate date) throws Exception {
        String body = "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-realtime\",\"shutdown_date\":" + wire
                + "},{\"id\":\"gpt-realtime-2.1\"},{\"no\":\"id\"},7]}";
        try (FakeUpstream upstream = new FakeUpstream(Answer.of(200, body));
                OpenAiRealtime provider = provider(upstream)) {
            assertThat(provider.models())
                    .containsExactly(new Model("gpt-realtime", date), new Model("gpt-realtime-2.1", null));
            assertThat(upstream.seen().getFirst().path()).isEqualTo("/base/v1/models");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"data\":{}}", "no json"})
    void unreadableListCountsAsUnavailable(String body) throws Exception {
        try (FakeUpstream upstream = new FakeUpstream(Answer.of(200, body));
                OpenAiRealtime provider = provider(upstream)) {
            assertThat(catchThrowableOfType(ProviderException.class, provider::models)
                            .kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
    }
}
