package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.review.FakeModel;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking a model for proposals, in a deployment that has one. */
@ContractSuite
class ReviewSuiteTest {
    private static final String RUBRIC = "{\"rubric_id\":\"communication\"}";

    @TempDir
    private Path folder;

    private final Deployment service;

    ReviewSuiteTest(Deployment service) {
        this.service = service;
    }

    @Test
    void isRefusedWithoutAModel() {
        Api api = service.api();

        assertThat(api.post(api.open().path("/reviews"), service.faculty(), RUBRIC)
                        .status())
                .isEqualTo(409);
    }

    @Test
    void isAnsweredAtOnce() {
        service.inThisProcess("a model is put beside another service");
        var clock = new TestClock();
        try (var model = new FakeModel();
                var server = VivaServer.start(folder, clock, model.settings())) {
            Api api = service.api(server.url());
            var session = api.open(Api.CASE.replace("}", ",\"ai_review\":true}"));
            api.post(session.path("/end"), session.grant(), "");
            clock.advance(Duration.ofSeconds(11));

            assertThat(api.post(session.path("/reviews"), Api.FACULTY, RUBRIC).status())
                    .isEqualTo(200);
        }
    }
}
