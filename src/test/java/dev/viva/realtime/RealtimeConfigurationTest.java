package dev.viva.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Secret;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.Duration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealtimeConfigurationTest {
    private static final ObjectMapper MAPPER =
            Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static RealtimeConfiguration read(String yaml) throws IOException, ConfigurationException {
        return new YamlConfigurationFactory<>(RealtimeConfiguration.class, Validators.newValidator(), MAPPER, "dw")
                .build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
    }

    @Test
    void hasDefaults() throws Exception {
        RealtimeConfiguration read = read("{}");

        assertThat(read).isEqualTo(RealtimeConfiguration.DEFAULTS);
        assertThat(read.type()).isEqualTo(RealtimeConfiguration.Type.AUTO);
        assertThat(read.simulated()).isTrue();
        assertThat(read.baseUri()).isEqualTo(URI.create("https://api.openai.com"));
        assertThat(read.apiKey()).isNull();
        assertThat(read.model()).isEqualTo("gpt-realtime-2.1");
        assertThat(read.transcriptionModel()).isEqualTo("gpt-realtime-whisper");
        assertThat(read.voice()).isEqualTo("marin");
        assertThat(read.noiseReduction()).isEqualTo(NoiseReduction.NEAR_FIELD);
        assertThat(read.vad())
                .isEqualTo(new VadConfiguration(
                        VadConfiguration.Type.SERVER_VAD,
                        VadConfiguration.Eagerness.AUTO,
                        0.5,
                        Duration.milliseconds(300),
                        Duration.milliseconds(500)));
        assertThat(read.timeouts())
                .isEqualTo(new TimeoutConfiguration(
                        Duration.seconds(5),
                        Duration.seconds(15),
                        Duration.seconds(5),
                        Duration.seconds(5),
                        Duration.seconds(10),
                        Duration.seconds(10),
                        Duration.seconds(20)));
    }

    @Test
    void readsEachKey() throws Exception {
        RealtimeConfiguration read = read("""
                type: openai
                base_url: http://127.0.0.1:8080/simulator/
                api_key: sk-1
                model: gpt-realtime-2.1-mini
                transcription_model: gpt-transcribe
                voice: cedar
                noise_reduction: none
                vad: {type: semantic_vad, eagerness: low, threshold: 0.7, prefix_padding: 200ms, silence_duration: 1s}
                resilience: {breaker_failures: 3}
                timeouts: {connect: 1s, call: 2s, hang_up: 3s, sideband: 4s, mint: 5s, models: 6s, answer: 7s}
                """);

        assertThat(read)
                .isEqualTo(new RealtimeConfiguration(
                        RealtimeConfiguration.Type.OPENAI,
                        "http://127.0.0.1:8080/simulator",
                        new Secret("sk-1"),
                        "gpt-realtime-2.1-mini",
                        "gpt-transcribe",
                        "cedar",
                        NoiseReduction.NONE,
                        new VadConfiguration(
                                VadConfiguration.Type.SEMANTIC_VAD,
                                VadConfiguration.Eagerness.LOW,
                                0.7,
                                Duration.milliseconds(200),
                                Duration.seconds(1)),
                        new TimeoutConfiguration(
                                Duration.seconds(1),
                                Duration.seconds(2),
                                Duration.seconds(3),
                                Duration.seconds(4),
                                Duration.seconds(5),
                                Duration.seconds(6),
                                Duration.seconds(7)),
                        new ResilienceConfiguration(null, null, null, null, 3, null)));
        assertThat(read.baseUri()).isEqualTo(URI.create("http://127.0.0.1:8080/simulator"));
    }

    @ParameterizedTest
    @CsvSource({
        "auto, '', true",
        "auto, sk-1, false",
        "openai, sk-1, false",
        "simulator, sk-1, true",
        "'', '', true",
    })
    void simulatesWithoutAKeyOrOnRequest(String type, String key, boolean simulated) throws Exception {
        assertThat(read("{type: '" + type + "', api_key: '" + key + "'}").simulated())
                .isEqualTo(simulated);
    }

    @Test
    void treatsABlankValueAsAbsent() throws Exception {
        assertThat(read("""
                {type: '', base_url: ' ', api_key: '', model: '', transcription_model: '', voice: '',
                 noise_reduction: '', vad: , timeouts: , resilience: }
                """)).isEqualTo(RealtimeConfiguration.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, https://api.openai.com",
        "https://api.openai.com/v1/, https://api.openai.com",
        "https://api.openai.com//v1//, https://api.openai.com",
        "https://gateway.example/openai/v1, https://gateway.example/openai",
        "https://gateway.example/tenv1, https://gateway.example/tenv1",
        "https://gateway.example/v1beta, https://gateway.example/v1beta",
        "https://gateway.example/v10, https://gateway.example/v10"
    })
    void readsTheBaseUrlLikeTheProvidersSdks(String given, String used) throws Exception {
        assertThat(read("base_url: " + given).baseUri()).isEqualTo(URI.create(used));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: other | type",
                "type: openai | api_key",
                "base_url: api.openai.com | base_url",
                "base_url: 'ftp://example.org' | base_url",
                "base_url: 'https://example.org?x=1' | base_url",
                "base_url: 'http://[' | base_url",
                "noise_reduction: loud | noise_reduction",
                "vad: {threshold: 2} | vad.threshold",
                "vad: {silence_duration: 1ms} | vad.silenceDuration",
                "vad: {prefix_padding: 1m} | vad.prefixPadding",
                "timeouts: {call: 1ms} | timeouts.call",
                "timeouts: {connect: 1h} | timeouts.connect",
                "timeouts: {hang_up: soon} | timeouts",
                "timeouts: {sideband: 1ms} | timeouts.sideband",
                "timeouts: {mint: 1h} | timeouts.mint",
                "timeouts: {models: 0s} | timeouts.models",
                "resilience: {breaker_delay: 0s} | resilience.breakerDelay",
                "modle: gpt | modle",
            })
    void refusesABadValueByName(String yaml, String named) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(named);
    }

    @Test
    void toStringHidesTheKey() throws Exception {
        assertThat(read("api_key: sk-private").toString()).doesNotContain("sk-private");
    }
}
