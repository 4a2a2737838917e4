package dev.viva.soak;

import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A teacher looks at the board every two seconds, and follows the newest open sessions. */
final class Watch {
    private static final int FOLLOWED = 3;
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Settings settings;

    Watch(Settings settings) {
        this.settings = settings;
    }

    ChainBuilder forSoLong(Duration length) {
        return exec(user -> user.set("followed", new LinkedHashMap<String, Follower>())
                        .set("etag", "\"none\""))
                .exec(during(length, false).on(exec(board()).exec(this::follow).exec(pause(LOOK))))
                .exec(http("listAudit")
                        .get("/api/v1/audit")
                        .header("Authorization", "Bearer " + People.FACULTY_KEY)
                        .check(
                                status().is(200),
                                Relays.comparison("followed streams", (body, user) -> compare(followed(user)))));
    }

    private static ChainBuilder board() {
        var look = http("listSessions")
                .get("/api/v1/sessions?state=open&limit=20")
                .header("Authorization", "Bearer " + People.FACULTY_KEY)
                .header("If-None-Match", "#{etag}")
                .check(status().in(200, 304), header("ETag").saveAs("etag"))
                .checkIf((response, user) -> response.status().code() == 200)
                .then(jsonPath("$.sessions[*].session_id").findAll().optional().saveAs("open"));
        return exec(look).exitHereIfFailed();
    }

    private Session follow(Session user) {
        Map<String, Follower> followed = followed(user);
        List<String> open = user.contains("open") ? user.getList("open") : List.of();
        open.stream()
                .limit(Math.max(0, FOLLOWED - followed.size()))
                .forEach(session -> followed.computeIfAbsent(
                        session,
                        id -> Follower.of(
                                URI.create(settings.url() + "/api/v1/sessions/" + id + "/events"),
                                People.FACULTY_KEY,
                                Weather.FAIR.mayMeet())));
        return user;
    }

    private static Map<String, Follower> followed(Session user) {
        return user.get("followed");
    }

    private static void compare(Map<String, Follower> followed) {
        if (followed.isEmpty()) {
            throw new Difference("no session was on the board");
        }
        for (Follower follower : followed.values()) {
            List<String> problems = follower.endAsIs();
            if (!problems.isEmpty()) {
                throw new Difference(String.join("; ", problems));
            }
        }
    }
}
