package dev.viva.soak;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;

/**
 * Students each run one voice session with a follower. Then the transcript must match what was said: no line lost,
 * doubled or out of order. A difference fails the request that showed it, and any failed request fails the run.
 */
public class VoiceSessionSimulation extends Simulation {
    private static final int FRAMES_KEPT_BETWEEN_LOOKS = 10_000;

    private final Settings settings = Settings.ofSystem();

    private final HttpProtocolBuilder protocol = http.baseUrl(settings.url())
            .disableWarmUp()
            .disableFollowRedirect()
            .acceptHeader("application/json")
            .sseUnmatchedInboundMessageBufferSize(FRAMES_KEPT_BETWEEN_LOOKS);

    private final ScenarioBuilder voiceSession = scenario("voice session")
            .exec(Steps.begin())
            .exec(Steps.call())
            .exec(third())
            .exec(Steps.advance("objective"))
            .exec(third())
            .exec(Steps.advance("treatment_plan"))
            .exec(third())
            .exec(Steps.end())
            .exec(Steps.compare());

    {
        setUp(voiceSession.injectOpen(rampUsers(settings.users()).during(settings.rampUp())))
                .protocols(protocol)
                .maxDuration(settings.duration().plus(settings.rampUp()).plus(Duration.ofMinutes(3)))
                .assertions(
                        global().failedRequests().count().is(0L),
                        // A student who did not finish compared nothing: that is not a success.
                        details(Steps.COMPARE).successfulRequests().count().is((long) settings.users()));
    }

    /** An exchange that has begun is completed, so a third may last some seconds longer. */
    private ChainBuilder third() {
        return exec(during(settings.duration().dividedBy(3), false).on(Exchange.held()));
    }
}
