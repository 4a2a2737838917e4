package dev.viva.encounter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.assessment.StudentNotes;
import dev.viva.audit.AuditTrail;
import dev.viva.model.AuditAction;
import dev.viva.model.ExportedSession;
import dev.viva.model.Reflection;
import dev.viva.session.CaseNames;
import dev.viva.session.Sequence;
import dev.viva.session.Session;
import dev.viva.storage.PagePlace;
import dev.viva.transcript.TranscriptLog;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes what is stored of a student's sessions and theirs to read, one session at a time. Thread-safe. */
final class OwnData {
    /** What a reply holds at most of clients' lines, in characters: sessions are written one at a time. */
    static final int MAX_HELD = Sequence.MAX_CHARACTERS;

    private static final int BATCH = 50;

    /** Who assesses, and when, stays with faculty: a rater signs with a pseudonym. */
    private static final Set<AuditAction> RATING = EnumSet.of(AuditAction.ASSESS, AuditAction.REVIEW);

    /** Whoever looks at these is about to assess, or has. */
    private static final Set<String> BESIDE_RATING = Set.of("listAssessments", "listReviews");

    private final Kept kept;
    private final Predicate<Session> withheld;
    private final ObjectMapper json;
    private final Clock clock;

    /** Where it is kept. */
    record Kept(
            SessionList list,
            TranscriptLog log,
            CaseNames names,
            StudentNotes notes,
            Function<String, Optional<Reflection>> reflections,
            AuditTrail trail) {}

    /** @param withheld whether a session's lines and notes are left out, as those of an exam are until its release */
    OwnData(Kept kept, Predicate<Session> withheld, ObjectMapper json, Clock clock) {
        this.kept = kept;
        this.withheld = withheld;
        this.json = json;
        this.clock = clock;
    }

    /** Writes a {@code MyExport}. The reply has begun: after a failure the JSON ends early. */
    void write(String owner, OutputStream out) throws IOException {
        try (JsonGenerator writer = json.getFactory().createGenerator(out)) {
            // Otherwise closing the generator after a failure would complete the JSON.
            writer.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            writer.writeStartObject();
            writer.writePOJOField("exported_at", clock.instant().truncatedTo(ChronoUnit.MILLIS));
            writer.writeArrayFieldStart("sessions");
            PagePlace place = PagePlace.of(null);
            List<Session> batch;
            do {
                batch = kept.list().ownedBy(owner, place, BATCH);
                for (Session session : batch) {
                    writer.writePOJO(exported(session));
                    place = SessionList.placeOf(session);
                }
            } while (batch.size() == BATCH);
            writer.writeEndArray();
            writer.writeEndObject();
        }
    }

    private ExportedSession exported(Session session) {
        var turns = kept.log().inReadingOrder(session);
        var summary = kept.log().summary(session, session.lastSeq(), turns);
        boolean waits = withheld.test(session);
        return new ExportedSession(
                SessionResource.view(session, kept.names(), summary),
                waits ? List.of() : turns,
                kept.trail().of(session.id()).stream()
                        .filter(entry -> !RATING.contains(entry.action()) && !BESIDE_RATING.contains(entry.operation()))
                        .toList(),
                waits ? List.of() : kept.notes().of(session),
                waits ? List.of() : kept.log().examinations(session),
                kept.reflections().apply(session.id()).orElse(null));
    }
}
