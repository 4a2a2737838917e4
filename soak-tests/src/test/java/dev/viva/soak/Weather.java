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
import java.util.concurrent.atomic.AtomicInteger;

/** How a client sends a request: on a bad day it is sent until it is answered; on others it is answered at once. */
public enum Weather {
    FAIR,
    /** Replicas are replaced. Their streams end, and nothing else is noticed. */
    UPDATE,
    BAD;

    /** What a client may meet while parts of the deployment are out: it keeps its request and sends it again. */
    private static final List<Integer> OUTAGE = List.of(502, 503, 504);

    private static final String MET = "met";

    private static final AtomicInteger REPEATED = new AtomicInteger();

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Each incident is over by then. */
    private static final Duration MAX_OUTAGE = Duration.ofMinutes(1);

    /** Whether a reader of a stream tries again after this status. */
    boolean mayMeet(int status) {
        return this == BAD && OUTAGE.contains(status);
    }

    /** Whether a stream may end although its session is not closed. */
    boolean mayCut() {
        return this != FAIR;
    }

    /** Sends a request until it gets one of these answers, and then checks it. A wrong answer ends the student. */
    ChainBuilder send(HttpRequestActionBuilder request, List<Integer> answers, CheckBuilder... checks) {
        if (this != BAD) {
            return exec(request.check(status().in(answers)).check(checks)).exitHereIfFailed();
        }
        var checked = expecting(request, answers);
        if (checks.length > 0) {
            checked = checked.checkIf((response, user) ->
                            answers.contains(response.status().code()))
                    .then(checks);
        }
        return repeat("sent", PAUSE, exec(checked), answers);
    }

    /**
     * A request for {@link #repeat}.
     *
     * @param again what is no answer on a bad day, beside an outage
     */
    HttpRequestActionBuilder expecting(HttpRequestActionBuilder request, List<Integer> answers, Integer... again) {
        return request.check(status().in(statuses(answers, again)), status().saveAs(MET));
    }

    List<Integer> statuses(List<Integer> answers, Integer... again) {
        var statuses = new ArrayList<>(answers);
        if (this == BAD) {
            statuses.addAll(Arrays.asList(again));
            statuses.addAll(OUTAGE);
        }
        return statuses;
    }

    /**
     * Makes an attempt until its last request gets one of these answers. A wrong answer, or none for longer than any
     * outage, ends the student.
     *
     * @param counter the name of what counts the attempts
     */
    ChainBuilder repeat(String counter, Duration pause, ChainBuilder attempt, List<Integer> answers) {
        return exec(user -> user.remove(MET))
                .exec(asLongAs(user -> !answered(user, answers), counter)
                        .on(exec(attempt)
                                .exitHereIfFailed()
                                .exec(doIf(user -> !answered(user, answers))
                                        .then(exec(user -> again(user, counter, pause))
                                                .exitHereIfFailed()
                                                .exec(pause(pause))))));
    }

    private static Session again(Session user, String counter, Duration pause) {
        REPEATED.incrementAndGet();
        return mayRepeat(user.getInt(counter), pause) ? user : user.markAsFailed();
    }

    /** @param repeated how often a request was sent again */
    static boolean mayRepeat(int repeated, Duration pause) {
        return pause.multipliedBy(repeated).compareTo(MAX_OUTAGE) < 0;
    }

    /** How many requests were sent again. */
    static int repeated() {
        return REPEATED.get();
    }

    private static boolean answered(Session user, List<Integer> answers) {
        return user.contains(MET) && answers.contains(user.getInt(MET));
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
