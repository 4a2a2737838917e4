package dev.viva.audit;

import dev.viva.access.SessionAccess;
import dev.viva.api.AuditApi;
import dev.viva.model.AuditPage;
import dev.viva.storage.Database;
import dev.viva.storage.PagePlace;
import dev.viva.storage.Period;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Serves the audit trail to faculty. Thread-safe. */
final class AuditResource implements AuditApi {
    private final Database database;

    AuditResource(Database database) {
        this.database = database;
    }

    @Override
    public Response listAudit(
            Principal caller,
            @Nullable String sessionId,
            @Nullable String createdFrom,
            @Nullable String createdBefore,
            @Nullable String cursor,
            Integer limit) {
        SessionAccess.requireFaculty(caller);
        var period = Period.of(createdFrom, createdBefore);
        List<AuditDao.Row> found = find(sessionId, period, PagePlace.of(cursor), limit + 1);
        List<AuditDao.Row> shown = found.subList(0, Math.min(limit, found.size()));
        PagePlace next = found.size() > limit ? placeOf(shown.getLast()) : null;
        var reply = Response.ok(
                new AuditPage(shown.stream().map(AuditDao.Row::entry).toList(), next == null ? null : next.cursor()));
        reply.header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (next != null) {
            reply.link(next.next("/api/v1/audit", parameters(sessionId, period, limit)), "next");
        }
        return reply.build();
    }

    private static Map<String, @Nullable Object> parameters(@Nullable String sessionId, Period period, int limit) {
        var parameters = new LinkedHashMap<String, @Nullable Object>();
        parameters.put("session_id", sessionId);
        parameters.putAll(period.parameters());
        parameters.put("limit", limit);
        return parameters;
    }

    private List<AuditDao.Row> find(@Nullable String sessionId, Period period, PagePlace place, int count) {
        return database.read()
                .withExtension(
                        AuditDao.class,
                        entries -> entries.page(
                                sessionId,
                                period.fromMillis(),
                                period.beforeMillis(),
                                place.millis(),
                                place.id(),
                                count));
    }

    private static PagePlace placeOf(AuditDao.Row row) {
        return new PagePlace(row.entry().at().toEpochMilli(), row.id());
    }
}
