package dev.viva.soak;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** How a client sends a request: on a fair day it is answered at once; on a bad day it is sent until it is answered. */
enum Weather {
    FAIR,
    BAD;

    /** What a client may meet while parts of the deployment are out: it keeps its request and sends it again. */
    private static final Set<Integer> OUTAGE = Set.of(502, 503, 504);

    private static final AtomicInteger REPEATED = new AtomicInteger();

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Whether a reader of a stream tries again after this status. */
    IntPredicate mayMeet() {
        return status -> this == BAD && OUTAGE.contains(status);
    }

    /** Sends a request until it gets one of these answers, and then checks it. A wrong answer ends the student. */
    ChainBuilder send(HttpRequestActionBuilder request, List<Integer> answers, CheckBuilder... checks) {
        if (this == FAIR) {
            return exec(request.check(status().in(answers)).check(checks)).exitHereIfFailed();
        }
        var mayMeet = new ArrayList<>(OUTAGE);
        mayMeet.addAll(answers);
        var checked = request.check(status().in(mayMeet), status().saveAs("met"));
        if (checks.length > 0) {
            checked = checked.checkIf((response, user) ->
                            answers.contains(response.status().code()))
                    .then(checks);
        }
        return exec(user -> user.remove("met"))
                .exec(asLongAs(user -> !answered(user, answers))
                        .on(exec(checked)
                                .exitHereIfFailed()
                                .exec(doIf(user -> !answered(user, answers))
                                        .then(exec(Weather::count).exec(pause(PAUSE))))));
    }

    private static Session count(Session user) {
        REPEATED.incrementAndGet();
        return user;
    }

    /** How many requests were sent again. */
    static int repeated() {
        return REPEATED.get();
    }

    private static boolean answered(Session user, List<Integer> answers) {
        return user.contains("met") && answers.contains(user.getInt("met"));
    }

    /** The answers on a fair day, and those that a repetition may get on a bad one. */
    List<Integer> answers(int fair, Integer... repeated) {
        var answers = new ArrayList<>(List.of(fair));
        if (this == BAD) {
            answers.addAll(Arrays.asList(repeated));
        }
        return answers;
    }
}
