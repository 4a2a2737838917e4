package dev.viva.soak;

import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.viva.soak.ledger.Difference;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A teacher looks at the board every two seconds, and follows open sessions, three at a time. */
final class Watch {
    private static final int FOLLOWED = 3;
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Settings settings;

    Watch(Settings settings) {
        this.settings = settings;
    }

    ChainBuilder forSoLong(Duration length) {
        return exec(user -> user.set("followed", new LinkedHashMap<String, Follower>())
                        .set("problems", new ArrayList<String>())
                        .set("read", new AtomicInteger())
                        .set("sessions", new HashSet<String>())
                        .set("etag", "\"none\""))
                .exec(during(length, false).on(exec(board()).exec(this::follow).exec(pause(LOOK))))
                .exec(http("listAudit")
                        .get("/api/v1/audit")
                        .header("Authorization", "Bearer " + People.FACULTY_KEY)
                        .check(status().is(200), Relays.comparison("followed streams", (body, user) -> compare(user))));
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
        List<String> problems = user.get("problems");
        followed.values().removeIf(follower -> {
            if (follower.isDone()) {
                count(user, follower);
                problems.addAll(follower.endAsIs());
            }
            return follower.isDone();
        });
        List<String> open = user.contains("open") ? user.getList("open") : List.of();
        Set<String> sessions = user.get("sessions");
        for (String session : open) {
            if (followed.size() < FOLLOWED && sessions.add(session)) {
                URI events = URI.create(settings.url() + "/api/v1/sessions/" + session + "/events");
                followed.put(session, Follower.of(events, People.FACULTY_KEY, Weather.FAIR));
            }
        }
        return user;
    }

    private static Map<String, Follower> followed(Session user) {
        return user.get("followed");
    }

    private static void compare(Session user) {
        List<String> problems = user.get("problems");
        followed(user).values().forEach(follower -> {
            count(user, follower);
            problems.addAll(follower.endAsIs());
        });
        refuse(user.<AtomicInteger>get("read").get(), problems);
    }

    /** A session that its student left at once has no event, so not every stream must have one. */
    private static void count(Session user, Follower follower) {
        if (follower.hasRead()) {
            user.<AtomicInteger>get("read").incrementAndGet();
        }
    }

    /**
     * @param sessions how many were followed and had events
     * @param problems of their streams
     */
    static void refuse(int sessions, List<String> problems) {
        if (sessions == 0) {
            throw new Difference("no session on the board had events");
        }
        Difference.refuse(problems);
    }
}
