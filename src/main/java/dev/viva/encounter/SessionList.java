package dev.viva.encounter;

import com.google.common.hash.Hashing;
import dev.viva.model.SessionEntry;
import dev.viva.model.SessionPage;
import dev.viva.model.Turn;
import dev.viva.session.CaseNames;
import dev.viva.session.PersonNames;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.PagePlace;
import dev.viva.storage.Period;
import dev.viva.transcript.TranscriptLog;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sessions of the deployment for faculty, newest first, page by page. Thread-safe. */
final class SessionList {
    /** How many are read at once for a part of a name: the database finds too many of them. */
    private static final int BATCH = 500;
    /** A page for a rare name is short, or empty, and the next one goes on after so many. */
    private static final int MAX_BATCHES = 10;

    private final Database database;
    private final TranscriptLog log;
    private final CaseNames names;
    private final Predicate<Session> withheld;

    /** @param withheld whether its student may not read what was said, as in an exam until its release */
    SessionList(Database database, TranscriptLog log, CaseNames names, Predicate<Session> withheld) {
        this.database = database;
        this.log = log;
        this.names = names;
        this.withheld = withheld;
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
        Found found = find(filter, PagePlace.of(cursor), limit);
        return page(found, "/api/v1/sessions", filter.parameters(limit), session -> true);
    }

    /** The sessions of a student. */
    Response pageOf(String owner, @Nullable String cursor, int limit) {
        Found found = Found.of(ownedBy(owner, PagePlace.of(cursor), limit + 1), limit);
        return page(found, "/api/v1/me/sessions", Map.of("limit", limit), withheld.negate());
    }

    /** Some sessions of a student, newest first. */
    List<Session> ownedBy(String owner, PagePlace place, int count) {
        return database.read()
                .withExtension(
                        SessionDao.class, sessions -> sessions.ownedBy(owner, place.millis(), place.id(), count));
    }

    /**
     * A page of sessions.
     *
     * @param next where the next page begins; null after the last
     */
    private record Found(List<Session> shown, @Nullable PagePlace next) {
        /** @param read up to one more than the limit: that one says that another page follows */
        static Found of(List<Session> read, int limit) {
            List<Session> shown = read.subList(0, Math.min(limit, read.size()));
            return new Found(shown, read.size() > limit ? placeOf(shown.getLast()) : null);
        }
    }

    private Response page(Found found, String path, Map<String, @Nullable Object> parameters, Predicate<Session> told) {
        List<Session> shown = found.shown();
        PagePlace next = found.next();
        Map<String, Turn> lines =
                log.lastLines(shown.stream().filter(told).map(Session::id).toList());
        var entries = shown.stream()
                .map(session -> entry(session, lines.get(session.id())))
                .toList();
        var page = new SessionPage(entries, next == null ? null : next.cursor());
        var reply = Response.ok(page)
                .tag(new EntityTag(Hashing.sha256()
                        .hashString(page.toString(), StandardCharsets.UTF_8)
                        .toString()));
        @Nullable URI link = next == null ? null : next.next(path, parameters);
        if (link != null && PagePlace.fits(link)) {
            reply.link(link, "next");
        }
        return reply.build();
    }

    private Found find(Filter filter, PagePlace start, int limit) {
        String name = filter.participant() == null ? null : PersonNames.plain(filter.participant());
        var rows = new SessionDao.Filter(
                filter.state(),
                filter.scenarioId(),
                filter.group(),
                name == null ? null : PersonNames.pattern(name),
                filter.created().fromMillis(),
                filter.created().beforeMillis());
        if (name == null) {
            return Found.of(list(rows, start, limit + 1), limit);
        }
        var found = new ArrayList<Session>();
        PagePlace place = start;
        for (int batch = 0; batch < MAX_BATCHES && found.size() <= limit; batch++) {
            List<Session> read = list(rows, place, BATCH);
            read.stream().filter(session -> isNamed(session, name)).forEach(found::add);
            if (read.size() < BATCH) {
                return Found.of(found, limit);
            }
            place = placeOf(read.getLast());
        }
        return found.size() > limit ? Found.of(found, limit) : new Found(found, place);
    }

    private List<Session> list(SessionDao.Filter filter, PagePlace place, int count) {
        return database.read()
                .withExtension(SessionDao.class, sessions -> sessions.list(filter, place.millis(), place.id(), count));
    }

    private static boolean isNamed(Session session, String part) {
        var participant = session.subject().participant();
        String name = participant == null ? null : participant.name();
        return name != null && PersonNames.plain(name).contains(part);
    }

    static PagePlace placeOf(Session session) {
        return new PagePlace(session.times().created().toEpochMilli(), session.id());
    }

    private SessionEntry entry(Session session, @Nullable Turn lastLine) {
        var subject = session.subject();
        var times = session.times();
        return new SessionEntry(
                session.id(),
                session.state(),
                session.phase(),
                subject.scenarioId(),
                subject.personaId(),
                subject.roleId(),
                subject.inputLanguage(),
                names.names(session).replyLanguage(),
                SessionResource.participant(session),
                times.created(),
                times.deadline(),
                times.ended(),
                session.lastSeq(),
                session.call().id() != null,
                lastLine == null ? null : BoardLine.of(lastLine));
    }
}
