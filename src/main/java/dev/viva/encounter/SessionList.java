package dev.viva.encounter;

import com.google.common.hash.Hashing;
import dev.viva.model.SessionEntry;
import dev.viva.model.SessionPage;
import dev.viva.model.Turn;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.PagePlace;
import dev.viva.storage.Period;
import dev.viva.transcript.TranscriptLog;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions of the deployment for faculty, newest first, page by page. Thread-safe. */
final class SessionList {
    private final Database database;
    private final TranscriptLog log;

    SessionList(Database database, TranscriptLog log) {
        this.database = database;
        this.log = log;
    }

    /** Which sessions are listed; a member that is null admits all. */
    record Filter(
            @Nullable String state,
            @Nullable String scenarioId,
            @Nullable String group,
            @Nullable String participant,
            Period created) {
        /** As they stand in a request. */
        Map<String, @Nullable Object> parameters(int limit) {
            var parameters = new LinkedHashMap<String, @Nullable Object>();
            parameters.put("state", state);
            parameters.put("scenario_id", scenarioId);
            parameters.put("group", group);
            parameters.put("participant", participant);
            parameters.putAll(created.parameters());
            parameters.put("limit", limit);
            return parameters;
        }
    }

    Response page(Filter filter, @Nullable String cursor, int limit) {
        List<Session> found = find(filter, PagePlace.of(cursor), limit + 1);
        return page(found, "/api/v1/sessions", filter.parameters(limit), limit);
    }

    /** The sessions of a student. */
    Response pageOf(String owner, @Nullable String cursor, int limit) {
        List<Session> found = ownedBy(owner, PagePlace.of(cursor), limit + 1);
        return page(found, "/api/v1/me/sessions", Map.of("limit", limit), limit);
    }

    /** Some sessions of a student, newest first. */
    List<Session> ownedBy(String owner, PagePlace place, int count) {
        return database.read()
                .withExtension(
                        SessionDao.class, sessions -> sessions.ownedBy(owner, place.millis(), place.id(), count));
    }

    private Response page(List<Session> found, String path, Map<String, @Nullable Object> parameters, int limit) {
        List<Session> shown = found.subList(0, Math.min(limit, found.size()));
        PagePlace next = found.size() > limit ? placeOf(shown.getLast()) : null;
        Map<String, Turn> lines = log.lastLines(shown.stream().map(Session::id).toList());
        var entries = shown.stream()
                .map(session -> entry(session, lines.get(session.id())))
                .toList();
        var page = new SessionPage(entries, next == null ? null : next.cursor());
        var reply = Response.ok(page)
                .tag(new EntityTag(Hashing.sha256()
                        .hashString(page.toString(), StandardCharsets.UTF_8)
                        .toString()));
        if (next != null) {
            reply.link(next.next(path, parameters), "next");
        }
        return reply.build();
    }

    private List<Session> find(Filter filter, PagePlace place, int count) {
        var rows = new SessionDao.Filter(
                filter.state(),
                filter.scenarioId(),
                filter.group(),
                pattern(filter.participant()),
                filter.created().fromMillis(),
                filter.created().beforeMillis());
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.list(rows, place.millis(), place.id(), count));
    }

    private static @Nullable String pattern(@Nullable String part) {
        return part == null
                ? null
                : "%"
                        + part.toLowerCase(Locale.ROOT)
                                .replace("!", "!!")
                                .replace("%", "!%")
                                .replace("_", "!_")
                        + "%";
    }

    static PagePlace placeOf(Session session) {
        return new PagePlace(session.times().created().toEpochMilli(), session.id());
    }

    private static SessionEntry entry(Session session, @Nullable Turn lastLine) {
        var subject = session.subject();
        var times = session.times();
        return new SessionEntry(
                session.id(),
                session.state(),
                session.phase(),
                subject.scenarioId(),
                subject.personaId(),
                subject.roleId(),
                SessionResource.participant(session),
                times.created(),
                times.deadline(),
                times.ended(),
                session.lastSeq(),
                session.call().id() != null,
                lastLine == null ? null : BoardLine.of(lastLine));
    }
}
