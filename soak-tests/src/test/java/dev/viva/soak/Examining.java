package dev.viva.soak;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;

/** Tests on the patient. A test that is sent again gets its first receipt. */
final class Examining {
    private Examining() {}

    /** Reads which tests there are. */
    static ChainBuilder choose() {
        return Weather.FAIR.send(
                http("getCatalog").get("/api/v1/catalogs/special-tests"),
                List.of(200),
                jsonPath("$.entries[*].id").findAll().saveAs("tests"));
    }

    /** One test after another for so long, each sent twice. */
    static ChainBuilder examine(Duration length) {
        return exec(during(length, false)
                .on(exec(Examining::next)
                        .exec(test("examine", 201))
                        .exec(test("examine again", 200))
                        .exec(pause(Duration.ofSeconds(1), Duration.ofSeconds(2)))));
    }

    private static Session next(Session user) {
        int number = user.contains("examination") ? user.getInt("examination") + 1 : 1;
        List<String> tests = user.getList("tests");
        return user.set("examination", number).set("test", tests.get(number % tests.size()));
    }

    private static ChainBuilder test(String name, int status) {
        return Weather.FAIR.send(
                http(name)
                        .post("/api/v1/sessions/#{session}/examinations")
                        .asJson()
                        .header("Authorization", "Bearer #{grant}")
                        .body(StringBody("{\"item_id\":\"exam_#{examination}\",\"test_id\":\"#{test}\","
                                + "\"side\":\"right\",\"consent\":true}")),
                List.of(status),
                Relays.comparison(
                        "receipt",
                        (body, user) -> Relays.ledger(user).examined("exam_" + user.getInt("examination"), body)));
    }
}
