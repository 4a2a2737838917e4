package dev.viva.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.viva.configuration.Finding;
import org.junit.jupiter.api.Test;

class ReviewConfigurationTest {
    private static ReviewConfiguration read(String yaml) throws Exception {
        return new YAMLMapper().readValue(yaml, ReviewConfiguration.class);
    }

    @Test
    void asksNobodyUnlessToldTo() {
        assertThat(ReviewConfiguration.NONE.on()).isFalse();
        assertThat(ReviewConfiguration.NONE.view()).isNull();
        assertThat(ReviewConfiguration.NONE.findings()).isEmpty();
        assertThat(ReviewConfiguration.NONE.isComplete()).isTrue();
    }

    @Test
    void needsAKeyAndAModel() throws Exception {
        assertThat(read("{kind: openai}").isComplete()).isFalse();
        assertThat(read("{kind: openai, api_key: k}").isComplete()).isFalse();
        assertThat(read("{kind: openai, api_key: k, model: m}").isComplete()).isTrue();
    }

    @Test
    void findsClearTextAndNoBoundUnsafe() throws Exception {
        var unsafe = read(
                "{kind: openai, api_key: k, model: m, base_url: 'http://gpu.example.edu/v1/', requests_per_day: 0}");

        assertThat(unsafe.baseUri()).hasToString("http://gpu.example.edu");
        assertThat(unsafe.findings())
                .extracting(Finding::key)
                .containsExactly("review.base_url", "review.requests_per_day");
        assertThat(read("{kind: openai, api_key: k, model: m, base_url: 'http://127.0.0.1:8080'}")
                        .findings())
                .isEmpty();
    }
}
