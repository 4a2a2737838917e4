package dev.viva.soak;

import static dev.viva.soak.Relays.comparison;
import static dev.viva.soak.Relays.ledger;
import static io.gatling.javaapi.core.CoreDsl.RawFileBody;
import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;

import dev.viva.soak.ledger.Ledger;
import dev.viva.soak.ledger.Line;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The steps of one encounter, from the choice of a case to the comparison of what was stored with what was said. */
final class Encounter {
    static final String COMPARE = "compare transcript";

    /** `closed` comes after the grace window for late lines, 10 s unless configured otherwise. */
    private static final Duration UNTIL_CLOSED = Duration.ofSeconds(90);

    private static final Duration LOOK = Duration.ofMillis(500);

    /** A session may ask for 20 tokens in 15 minutes. */
    private static final Duration CALL_PAUSE = Duration.ofSeconds(4);

    private static final AtomicInteger COMPARED = new AtomicInteger();

    private final Settings settings;
    private final Weather weather;
    private final Relays relays;

    Encounter(Settings settings, Weather weather) {
        this.settings = settings;
        this.weather = weather;
        this.relays = new Relays(weather);
    }

    /** A whole encounter: three phases of equal length, the end, and the comparison. */
    ChainBuilder whole() {
        return exec(begin(""))
                .exec(follow(0))
                .exec(call())
                .exec(talk())
                .exec(end())
                .exec(compare());
    }

    /** The three phases with their conversation. An exchange that has begun is completed. */
    ChainBuilder talk() {
        return exec(third())
                .exec(advance("objective"))
                .exec(third())
                .exec(advance("treatment_plan"))
                .exec(third());
    }

    ChainBuilder third() {
        return exec(during(settings.session().dividedBy(3), false).on(Exchange.held(relays)));
    }

    /**
     * Chooses a case and starts a session.
     *
     * @param code of the class; blank: none
     */
    ChainBuilder begin(String code) {
        HttpRequestActionBuilder create = http("createSession")
                .post("/api/v1/sessions")
                .asJson()
                .header("Idempotency-Key", "#{key}")
                .body(StringBody("{\"scenario_id\":\"#{scenario}\",\"persona_id\":\"#{persona}\","
                        + "\"participant\":{\"name\":\"#{name}\"}}"));
        if (!code.isEmpty()) {
            create = create.header("Authorization", "Bearer " + code);
        }
        return exec(user -> user.set("key", UUID.randomUUID().toString())
                        .set("name", "Student " + user.userId())
                        .set("turn", 0)
                        .set("ledger", new Ledger()))
                .exec(weather.send(
                        http("listScenarios").get("/api/v1/scenarios"),
                        List.of(200),
                        jsonPath("$.scenarios[0].scenario_id").saveAs("scenario"),
                        jsonPath("$.scenarios[0].persona_ids[0]").saveAs("persona")))
                .exec(weather.send(
                        create,
                        List.of(201),
                        jsonPath("$.session.session_id").saveAs("session"),
                        jsonPath("$.access_token").saveAs("grant")));
    }

    /**
     * Follows the session's stream.
     *
     * @param restless how many further readers come and go, and resume where they were
     */
    ChainBuilder follow(int restless) {
        return exec(user -> {
            URI events = URI.create(settings.url() + "/api/v1/sessions/" + user.getString("session") + "/events");
            String grant = user.getString("grant");
            var followers = new ArrayList<Follower>();
            followers.add(Follower.of(events, grant, weather));
            for (int i = 0; i < restless; i++) {
                followers.add(Follower.restless(events, grant, weather, 3));
            }
            return user.set("followers", followers);
        });
    }

    /**
     * Connects the call as a browser does, without sound. On a bad day with another token, until the provider answers.
     * Then a 409 means that an earlier attempt made the call although its answer was lost, and a 412 that Redis lost the
     * token.
     */
    ChainBuilder call() {
        ChainBuilder mint = weather.send(
                http("mintVoiceToken")
                        .post("/api/v1/sessions/#{session}/voice/token")
                        .header("Authorization", "Bearer #{grant}"),
                List.of(201),
                jsonPath("$.rtc_token").saveAs("rtcToken"));
        HttpRequestActionBuilder exchange = http("exchangeSdp")
                .post("/api/v1/sessions/#{session}/voice/sdp")
                .header("Authorization", "Bearer #{grant}")
                .header("X-Rtc-Token", "#{rtcToken}")
                .header("Content-Type", "application/sdp")
                .header("Accept", "application/sdp, application/problem+json")
                .body(RawFileBody("offer.sdp"))
                .checkIf((response, user) -> response.status().code() == 201)
                .then(
                        header("Content-Type").is("application/sdp"),
                        bodyString()
                                .transform(sdp -> sdp.startsWith("v=0\r\n") && sdp.endsWith("\r\n"))
                                .is(true));
        List<Integer> answers = weather.answers(201, 409);
        ChainBuilder attempt = exec(mint).exec(weather.expecting(exchange, answers, 412));
        return weather.repeat("calls", CALL_PAUSE, attempt, answers);
    }

    ChainBuilder advance(String phase) {
        return weather.send(
                http("advancePhase")
                        .post("/api/v1/sessions/#{session}/phase")
                        .asJson()
                        .header("Authorization", "Bearer #{grant}")
                        .body(StringBody("{\"phase\":\"" + phase + "\"}")),
                List.of(200),
                jsonPath("$.phase").is(phase));
    }

    /** Ends the session, relays one late line, and waits until the session is closed. */
    ChainBuilder end() {
        return exec(weather.send(
                        http("endSession")
                                .post("/api/v1/sessions/#{session}/end")
                                .header("Authorization", "Bearer #{grant}"),
                        List.of(200),
                        comparison("summary", (body, user) -> ledger(user).summed(body))))
                .exec(Relays.say("late", "student", user -> "Thank you, goodbye."))
                .exec(relays.stored("late", true))
                .exec(asLongAs(user -> !followedToTheEnd(user) && !isOver(user, "late"))
                        .on(pause(LOOK)));
    }

    private static boolean isOver(Session user, String key) {
        return user.<Line>get(key).startedAt().plus(UNTIL_CLOSED).isBefore(Instant.now());
    }

    private static boolean followedToTheEnd(Session user) {
        return followers(user).stream().allMatch(Follower::isDone);
    }

    private static List<Follower> followers(Session user) {
        return user.get("followers");
    }

    /** The comparisons that decide the run. */
    ChainBuilder compare() {
        return exec(weather.send(
                        http(COMPARE)
                                .get("/api/v1/sessions/#{session}/transcript")
                                .header("Authorization", "Bearer #{grant}"),
                        List.of(200),
                        comparison("transcript", (body, user) -> ledger(user).transcribed(body)),
                        comparison("streams", (body, user) -> Follower.compare(followers(user), ledger(user), body))))
                .exec(user -> {
                    COMPARED.incrementAndGet();
                    return user;
                });
    }

    /** How many transcripts were as they should be. */
    static int compared() {
        return COMPARED.get();
    }
}
