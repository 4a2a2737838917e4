package dev.viva.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.viva.model.Verdict;
import dev.viva.openai.OpenAiChat;
import dev.viva.problem.Secret;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatReviewerTest {
    private static final Lines NONE = new Lines("0".repeat(64), List.of());

    private final FakeModel model = new FakeModel();

    @AfterEach
    void stop() {
        model.close();
    }

    private Reviewer.Opinion propose(Duration timeout) throws JsonProcessingException {
        try (var chat = new OpenAiChat(model.url(), new Secret("key"), Duration.ofSeconds(5), timeout)) {
            return new ChatReviewer(chat, FakeModel.NAME, 2, Duration.ofMillis(1)).propose(Criterion.CANARY, NONE);
        }
    }

    @Test
    void readsTheOpinion() throws Exception {
        model.met("Criterion", "L3", "How are you");

        assertThat(propose(Duration.ofSeconds(30)))
                .isEqualTo(new Reviewer.Opinion(Verdict.MET, "L3", "How are you", 90, FakeModel.NAME + "-2026-10"));
    }

    @ParameterizedTest
    @CsvSource({"429,RATE_LIMITED,3", "500,UNAVAILABLE,3", "503,UNAVAILABLE,3", "401,UNAUTHORIZED,1", "400,REJECTED,1"})
    void sendsAgainWhatMaySucceed(int status, Kind kind, int requests) {
        model.fails("Criterion", status);

        assertThatThrownBy(() -> propose(Duration.ofSeconds(30)))
                .asInstanceOf(type(ProviderException.class))
                .returns(kind, ProviderException::kind);
        assertThat(model.asked()).hasSize(requests);
    }

    @Test
    void doesNotWaitForALongTime() {
        model.asksToWait("Criterion", "3600");

        assertThatThrownBy(() -> propose(Duration.ofSeconds(30))).isInstanceOf(ProviderException.class);
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void givesUpOnASlowModel() {
        model.hangs("Criterion");

        assertThatThrownBy(() -> propose(Duration.ofMillis(200)))
                .asInstanceOf(type(ProviderException.class))
                .returns(Kind.TIMEOUT, ProviderException::kind);
        assertThat(model.asked()).hasSizeLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Met.", "[]", "{\"verdict\":5}", "{\"verdict\":\"full marks\"}", "{\"verdict\":\"met\"} ok"})
    void readsNothingIntoOtherAnswers(String text) {
        model.says("Criterion", text);

        assertThatThrownBy(() -> propose(Duration.ofSeconds(30))).isInstanceOf(JsonProcessingException.class);
    }
}
