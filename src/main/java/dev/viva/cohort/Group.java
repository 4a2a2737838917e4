package dev.viva.cohort;

import dev.viva.assessment.SignedAssessment;
import dev.viva.assessment.SignedAssessments;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.storage.PagePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The encounters of a group with their signed assessments, as one reader may see them.
 *
 * @param scenarioId null for all cases
 */
record Group(Database database, String name, @Nullable String scenarioId, String reader) {
    private static final int BATCH = 100;

    /** An encounter, and what raters signed of it. */
    record Assessed(Session session, List<SignedAssessment> assessments) {}

    /** The encounters after a place, newest first; the place of the last leads to the next. */
    List<Assessed> page(PagePlace place) {
        List<Session> sessions = database.read()
                .withExtension(
                        GroupDao.class, dao -> dao.sessions(name, scenarioId, place.millis(), place.id(), BATCH));
        Map<String, List<SignedAssessment>> signed = new SignedAssessments(database)
                .of(sessions.stream().map(Session::id).toList(), reader).stream()
                        .collect(Collectors.groupingBy(SignedAssessment::sessionId));
        return sessions.stream()
                .map(session -> new Assessed(session, signed.getOrDefault(session.id(), List.of())))
                .toList();
    }

    /** The place after a page; null after the last. */
    static @Nullable PagePlace after(List<Assessed> page) {
        if (page.size() < BATCH) {
            return null;
        }
        Session last = page.getLast().session();
        return new PagePlace(last.times().created().toEpochMilli(), last.id());
    }

    /** The newest encounters, up to a number. */
    List<Assessed> newest(int most) {
        var all = new ArrayList<Assessed>();
        for (PagePlace place = PagePlace.of(null); place != null && all.size() < most; ) {
            List<Assessed> page = page(place);
            all.addAll(page);
            place = after(page);
        }
        return all.subList(0, Math.min(most, all.size()));
    }
}
