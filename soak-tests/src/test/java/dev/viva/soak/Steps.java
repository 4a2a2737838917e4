package dev.viva.soak;

import static dev.viva.soak.Relays.comparison;
import static dev.viva.soak.Relays.ledger;
import static io.gatling.javaapi.core.CoreDsl.RawFileBody;
import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;

/** The steps before and after the conversation. */
final class Steps {
    static final String COMPARE = "compare transcript";

    /** `closed` comes after the grace window for late lines, 10 s unless configured otherwise. */
    private static final Duration UNTIL_CLOSED = Duration.ofSeconds(60);

    private Steps() {}

    /** Chooses a case, starts a session and follows it. */
    static ChainBuilder begin() {
        return exec(http("listScenarios")
                        .get("/api/v1/scenarios")
                        .check(
                                status().is(200),
                                jsonPath("$.scenarios[0].scenario_id").saveAs("scenario"),
                                jsonPath("$.scenarios[0].persona_ids[0]").saveAs("persona")))
                .exitHereIfFailed()
                .exec(http("createSession")
                        .post("/api/v1/sessions")
                        .asJson()
                        .body(StringBody("{\"scenario_id\":\"#{scenario}\",\"persona_id\":\"#{persona}\"}"))
                        .check(
                                status().is(201),
                                jsonPath("$.session.session_id").saveAs("session"),
                                jsonPath("$.access_token").saveAs("grant")))
                .exitHereIfFailed()
                .exec(user -> user.set("ledger", new Ledger()))
                .exec(sse("streamEvents")
                        .get("/api/v1/sessions/#{session}/events")
                        .header("Authorization", "Bearer #{grant}"));
    }

    /** Connects the call as a browser does, without sound. */
    static ChainBuilder call() {
        return exec(http("mintVoiceToken")
                        .post("/api/v1/sessions/#{session}/voice/token")
                        .header("Authorization", "Bearer #{grant}")
                        .check(status().is(201), jsonPath("$.rtc_token").saveAs("rtcToken")))
                .exitHereIfFailed()
                .exec(http("exchangeSdp")
                        .post("/api/v1/sessions/#{session}/voice/sdp")
                        .header("Authorization", "Bearer #{grant}")
                        .header("X-Rtc-Token", "#{rtcToken}")
                        .header("Content-Type", "application/sdp")
                        .header("Accept", "application/sdp, application/problem+json")
                        .body(RawFileBody("offer.sdp"))
                        .check(
                                status().is(201),
                                header("Content-Type").is("application/sdp"),
                                bodyString()
                                        .transform(sdp -> sdp.startsWith("v=0\r\n") && sdp.endsWith("\r\n"))
                                        .is(true)))
                .exitHereIfFailed();
    }

    static ChainBuilder advance(String phase) {
        return exec(http("advancePhase")
                        .post("/api/v1/sessions/#{session}/phase")
                        .asJson()
                        .header("Authorization", "Bearer #{grant}")
                        .body(StringBody("{\"phase\":\"" + phase + "\"}"))
                        .check(status().is(200), jsonPath("$.phase").is(phase)))
                .exitHereIfFailed();
    }

    /** Ends the session, relays one late line, and waits until the session is closed. */
    static ChainBuilder end() {
        return exec(http("endSession")
                        .post("/api/v1/sessions/#{session}/end")
                        .header("Authorization", "Bearer #{grant}")
                        .check(
                                status().is(200),
                                comparison(
                                        "summary", (body, user) -> ledger(user).summed(body))))
                .exitHereIfFailed()
                .exec(Relays.say("late", "student", user -> "Thank you, goodbye."))
                .exec(Relays.stored("late", true))
                .pause(Relays.DELIVERY)
                .exec(Relays.received())
                .exec(sse("closed")
                        .setCheck()
                        .await(UNTIL_CLOSED)
                        .on(sse.checkMessage("closed")
                                .matching(jsonPath("$.event").is("closed"))
                                .check(bodyString().saveAs("closed"))))
                .exitHereIfFailed()
                .exec(Relays.received()) // events that arrived while it waited: marks of unconfirmed lines
                .exec(user -> {
                    ledger(user).receive(user.getString("closed"));
                    return user;
                })
                .exec(sse("stop following").close());
    }

    /** The two comparisons that decide the run. */
    static ChainBuilder compare() {
        return exec(http(COMPARE)
                .get("/api/v1/sessions/#{session}/transcript")
                .header("Authorization", "Bearer #{grant}")
                .check(
                        status().is(200),
                        comparison("transcript", (body, user) -> ledger(user).transcribed(body)),
                        comparison("stream", (body, user) -> ledger(user).followed(body))));
    }
}
