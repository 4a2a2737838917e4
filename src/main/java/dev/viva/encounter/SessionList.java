package dev.viva.encounter;

import com.google.common.hash.Hashing;
import dev.viva.model.SessionEntry;
import dev.viva.model.SessionPage;
import dev.viva.session.Session;
import dev.viva.session.SessionMapper;
import dev.viva.storage.Database;
import dev.viva.storage.PagePlace;
import dev.viva.storage.Period;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions of the deployment for faculty, newest first, page by page. Thread-safe. */
final class SessionList {
    private static final SessionMapper ROW = new SessionMapper();

    private final Database database;

    SessionList(Database database) {
        this.database = database;
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
        List<Session> shown = found.subList(0, Math.min(limit, found.size()));
        PagePlace next = found.size() > limit ? placeOf(shown.getLast()) : null;
        var page =
                new SessionPage(shown.stream().map(SessionList::entry).toList(), next == null ? null : next.cursor());
        var reply = Response.ok(page)
                .tag(new EntityTag(Hashing.sha256()
                        .hashString(page.toString(), StandardCharsets.UTF_8)
                        .toString()));
        if (next != null) {
            reply.link(next.next("/api/v1/sessions", filter.parameters(limit)), "next");
        }
        return reply.build();
    }

    private List<Session> find(Filter filter, PagePlace place, int count) {
        var wanted = new StringBuilder("SELECT * FROM session WHERE erased_at IS NULL");
        Map<String, Object> values = new HashMap<>();
        add(wanted, values, "state = :state", "state", filter.state());
        add(wanted, values, "scenario_id = :scenario", "scenario", filter.scenarioId());
        add(wanted, values, "participant_group = :group", "group", filter.group());
        add(wanted, values, "LOWER(participant_name) LIKE :name ESCAPE '!'", "name", pattern(filter.participant()));
        var from = filter.created().from();
        var before = filter.created().before();
        add(wanted, values, "created_at >= :from", "from", from == null ? null : from.toEpochMilli());
        add(wanted, values, "created_at < :before", "before", before == null ? null : before.toEpochMilli());
        wanted.append(" AND (created_at < :at OR (created_at = :at AND id < :after))")
                .append(" ORDER BY created_at DESC, id DESC LIMIT :count");
        return database.read()
                .withHandle(h -> h.createQuery(wanted)
                        .bindMap(values)
                        .bind("at", place.millis())
                        .bind("after", place.id())
                        .bind("count", count)
                        .map(ROW)
                        .list());
    }

    private static void add(
            StringBuilder wanted, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            wanted.append(" AND ").append(condition);
            values.put(name, value);
        }
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

    private static PagePlace placeOf(Session session) {
        return new PagePlace(session.times().created().toEpochMilli(), session.id());
    }

    private static SessionEntry entry(Session session) {
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
                session.call().id() != null);
    }
}
