package dev.viva.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.doctor.Diagnosis.Grade;
import dev.viva.openai.OpenAiChat;
import dev.viva.problem.Secret;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults planted in the model that proposes to faculty. */
class ReviewerFaultsTest {
    @Test
    void aReviewerThatListsItsModelIsWell() throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(200, "{\"data\": [{\"id\": \"reads-well-1\"}]}"))) {
            assertThat(reviewer(upstream.address()))
                    .singleElement()
                    .satisfies(found -> is(Grade.OK, found, "lists the model reads-well-1"));
            assertThat(upstream.seen()).singleElement().satisfies(seen -> {
                assertThat(seen.path()).isEqualTo("/base/v1/models");
                assertThat(seen.headers().getFirst("Authorization")).isEqualTo("Bearer sk-never-shown");
            });
        }
    }

    @Test
    void aReviewersNewestVersionOfItsModelIsWell() throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(200, "{\"data\": [{\"id\": \"reads-well-1:latest\"}]}"))) {
            assertThat(reviewer(upstream.address()))
                    .singleElement()
                    .satisfies(found -> is(Grade.OK, found, "lists the model"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | {"error": {"code": "invalid_api_key"}}    | refuses the key. Check review.api_key
            429 | {"error": {"code": "insufficient_quota"}} | credit is used up
            403 | {}                                        | refuses to list its models (rejected)
            404 | {}                                        | has no such address. Check review.base_url
            500 | {}                                        | cannot be reached, or fails
            200 | <html>a proxy's page</html>               | cannot be reached, or fails
            200 | {"data": [{"id": "another"}]}             | does not list the model reads-well-1
            """)
    void findsWhatIsWrongWithTheReviewer(int status, String body, String words) throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(status, body))) {
            assertThat(reviewer(upstream.address())).singleElement().satisfies(found -> {
                is(Grade.FAIL, found, words);
                assertThat(found.sentence()).doesNotContain("sk-never-shown");
            });
        }
    }

    @Test
    void findsAReviewerThatDoesNotAnswer() throws Exception {
        try (var upstream = new FakeUpstream(Answer.of(200, "{\"data\": []}").unfinished())) {
            assertThat(reviewer(upstream.address(), Duration.ofMillis(200)))
                    .singleElement()
                    .satisfies(found -> is(Grade.FAIL, found, "does not answer in time"));
        }
        assertThat(reviewer(URI.create("http://127.0.0.1:1")))
                .singleElement()
                .satisfies(found -> is(Grade.FAIL, found, "cannot be reached", "review.base_url"));
    }

    @Test
    void aDeploymentWithoutAReviewerIsWell() {
        assertThat(Report.of(new ReviewerProbe(false, "", () -> {
                    throw new AssertionError("opened");
                })))
                .singleElement()
                .satisfies(found -> is(Grade.OK, found, "none is configured"));
    }

    private static List<Diagnosis> reviewer(URI address) {
        return reviewer(address, Duration.ofSeconds(20));
    }

    private static List<Diagnosis> reviewer(URI address, Duration timeout) {
        return Report.of(new ReviewerProbe(
                true, "reads-well-1", () -> new OpenAiChat(address, new Secret("sk-never-shown"), timeout, timeout)));
    }

    private static void is(Grade grade, Diagnosis found, String... words) {
        assertThat(found.grade()).as(found.toString()).isEqualTo(grade);
        assertThat(found.sentence()).contains(words);
    }
}
