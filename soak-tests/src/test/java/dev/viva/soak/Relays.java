package dev.viva.soak;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;

import dev.viva.soak.ledger.Difference;
import dev.viva.soak.ledger.Ledger;
import dev.viva.soak.ledger.Line;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The ways to send a line to the service. A line is kept under a key of the virtual user's session. */
final class Relays {
    private final Weather weather;

    Relays(Weather weather) {
        this.weather = weather;
    }

    static Ledger ledger(Session user) {
        return user.get("ledger");
    }

    /** Puts the next line of the conversation under the key. */
    static ChainBuilder say(String key, String role, Function<Session, String> text) {
        return exec(user -> user.set(key, ledger(user).say(role, text.apply(user))));
    }

    /** Relays the part of the line that was spoken so far. */
    ChainBuilder partial(String key, int part, int parts) {
        return weather.send(relay("relay partial", user -> line(user, key).partial(part, parts)), List.of(202));
    }

    /** Relays the whole line for the first time. On a bad day an earlier attempt may have stored it. */
    ChainBuilder stored(String key, boolean late) {
        return weather.send(
                relay(
                        late ? "relay late line" : "relay line",
                        user -> line(user, key).whole()),
                weather.answers(201, 200),
                comparison("receipt", (body, user) -> ledger(user).stored(line(user, key), body, late)));
    }

    /** Relays the whole line again, as a browser does that never got the reply. */
    ChainBuilder again(String key) {
        return weather.send(
                relay("relay line again", user -> line(user, key).whole()),
                List.of(200),
                comparison("same receipt", (body, user) -> ledger(user).storedBefore(line(user, key), body)));
    }

    /** A check that passes unless the comparison throws a {@link Difference}, whose message is in the report. */
    static CheckBuilder comparison(String name, BiConsumer<String, Session> compare) {
        return bodyString().validate(name, (body, user) -> {
            compare.accept(body, user);
            return body;
        });
    }

    private static HttpRequestActionBuilder relay(String name, Function<Session, String> body) {
        return http(name)
                .post("/api/v1/sessions/#{session}/transcript")
                .asJson()
                .header("Authorization", "Bearer #{grant}")
                .body(StringBody(body));
    }

    private static Line line(Session user, String key) {
        return user.get(key);
    }
}
