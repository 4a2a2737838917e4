package dev.viva.soak;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.viva.soak.ledger.Difference;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Requests beyond every limit, too large, malformed, and with what belongs to others. Each gets a documented refusal. */
final class Abuse {
    /** A run that met fewer refusals than these did not abuse the service. */
    static final Set<Integer> MUST_MEET = Set.of(400, 401, 413, 415, 429);

    private static final String SESSIONS = "/api/v1/sessions";
    private static final String STRANGE = SESSIONS + "/ses_AAAAAAAAAAAAAAAAAAAAAA";
    private static final String CASE = "{\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"}";
    private static final String LARGE = "{\"scenario_id\":\"" + "x".repeat(300_000) + "\"}";

    private final Statuses statuses;
    private final Set<Integer> met = ConcurrentHashMap.newKeySet();

    Abuse(Statuses statuses) {
        this.statuses = statuses;
    }

    ChainBuilder forSoLong(Duration length) {
        return exec(during(length, false).on(exec(all()).exec(pause(Duration.ofMillis(50), Duration.ofMillis(200)))))
                .exec(http("liveness")
                        .get("/health/live")
                        .check(status().is(200), Relays.comparison("refusals", (body, user) -> metAll(met))));
    }

    /** @param met the statuses of all refusals so far */
    static void metAll(Set<Integer> met) {
        if (!met.containsAll(MUST_MEET)) {
            throw new Difference("the abuse met only " + met + " and should meet " + MUST_MEET);
        }
    }

    private ChainBuilder all() {
        return exec(probe(
                        "createSession",
                        false,
                        http("too large").post(SESSIONS).asJson().body(StringBody(LARGE))))
                .exec(probe(
                        "createSession",
                        true,
                        http("many sessions").post(SESSIONS).asJson().body(StringBody(CASE))))
                .exec(probe(
                        "createSession",
                        false,
                        http("broken JSON").post(SESSIONS).asJson().body(StringBody("{\"a"))))
                .exec(probe(
                        "createSession",
                        false,
                        http("not an object").post(SESSIONS).asJson().body(StringBody("[1]"))))
                .exec(probe(
                        "createSession",
                        false,
                        http("another type")
                                .post(SESSIONS)
                                .header("Content-Type", "text/plain")
                                .body(StringBody("hello"))))
                .exec(probe(
                        "createSession",
                        false,
                        http("a wrong code")
                                .post(SESSIONS)
                                .asJson()
                                .header("Authorization", "Bearer guessed-code-1")
                                .body(StringBody(CASE))))
                .exec(probe(
                        "relayTranscript", false, stranger(http("a stranger").post(STRANGE + "/transcript"), "{}")))
                .exec(probe("streamEvents", false, http("a strange stream").get(STRANGE + "/events?after_seq=-1")))
                .exec(probe("getTranscript", false, http("a strange transcript").get(STRANGE + "/transcript")))
                .exec(probe("listSessions", false, http("the board").get(SESSIONS + "?limit=100000")))
                .exec(probe(
                        "mintVoiceToken", false, stranger(http("a strange call").post(STRANGE + "/voice/token"), "")));
    }

    private static HttpRequestActionBuilder stranger(HttpRequestActionBuilder request, String body) {
        return request.asJson()
                .header("Authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA")
                .body(StringBody(body));
    }

    /** @param mayPass whether some of these requests are in order */
    private ChainBuilder probe(String operation, boolean mayPass, HttpRequestActionBuilder request) {
        return exec(request.check(status().in(refusals(operation, mayPass)), status().saveAs("met")))
                .exec(user -> {
                    met.add(user.contains("met") ? user.getInt("met") : 0);
                    return user.remove("met");
                });
    }

    /** What the contract documents; an overload is none of it, because others would meet it too. */
    private List<Integer> refusals(String operation, boolean mayPass) {
        var refusals = new ArrayList<>(statuses.of(operation));
        refusals.removeIf(status -> status >= 500 || status < 400 && !mayPass);
        return refusals;
    }
}
