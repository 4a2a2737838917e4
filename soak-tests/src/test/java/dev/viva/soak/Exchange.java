package dev.viva.soak;

import static dev.viva.soak.Relays.say;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;

/** A question and its answer at the pace of two people: about six seconds. */
final class Exchange {
    private static final Duration BREATH = Duration.ofMillis(700);

    private Exchange() {}

    static ChainBuilder held(Relays relays) {
        return exec(user -> user.set("turn", turn(user) + 1))
                .exec(say("question", "student", user -> Script.question(turn(user))))
                .exec(relays.partial("question", 1, 3))
                .pause(BREATH)
                .exec(relays.partial("question", 2, 3))
                .pause(BREATH)
                .exec(say("answer", "patient", user -> Script.answer(turn(user))))
                .exec(doIfOrElse(Exchange::questionComesLate)
                        .then(answer(relays), relays.stored("question", false))
                        .orElse(relays.stored("question", false), answer(relays)))
                .exec(doIf(user -> turn(user) % 3 == 0).then(relays.again("question")))
                .exec(doIf(user -> turn(user) % 5 == 0).then(exec(relays.again("answer"), relays.again("answer"))))
                .pause(BREATH, BREATH.multipliedBy(3));
    }

    private static ChainBuilder answer(Relays relays) {
        return pause(BREATH)
                .exec(relays.partial("answer", 1, 2))
                .pause(BREATH, BREATH.multipliedBy(2))
                .exec(relays.stored("answer", false));
    }

    /** The provider often transcribes the student's line only after the patient has answered. */
    private static boolean questionComesLate(Session user) {
        return turn(user) % 4 == 0;
    }

    private static int turn(Session user) {
        return user.contains("turn") ? user.getInt("turn") : 0;
    }
}
