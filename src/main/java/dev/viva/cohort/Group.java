package dev.viva.cohort;

import com.google.common.collect.Lists;
import dev.viva.assessment.SignedAssessment;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.storage.PagePlace;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The encounters of a group with their signed assessments, as one reader may see them.
 *
 * @param scenarioId null for all cases
 */
record Group(
        Database database,
        Signed signed,
        String name,
        @Nullable String scenarioId) {
    private static final int BATCH = 100;
    /** Each rater of an encounter may have signed 128 KiB, and as much again in each version. */
    private static final int ASSESSED_AT_ONCE = 10;

    /** An encounter, and what raters signed of it. */
    record Assessed(Session session, List<SignedAssessment> assessments) {}

    /** Finds what the reader may see of the assessments of some sessions. */
    @FunctionalInterface
    interface Signed {
        /** @param rubricId null for all rubrics */
        List<SignedAssessment> of(List<String> sessionIds, @Nullable String rubricId);
    }

    /** Takes one encounter. */
    @FunctionalInterface
    interface Reader<E extends Exception> {
        void take(Assessed encounter) throws E;
    }

    /**
     * Reads the newest encounters, newest first. Only a few have their assessments in memory at a time.
     *
     * @param most the maximum number of encounters
     * @param rubricId null for all rubrics
     */
    <E extends Exception> void read(int most, @Nullable String rubricId, Reader<E> reader) throws E {
        int left = most;
        for (PagePlace place = PagePlace.of(null); place != null; ) {
            List<Session> page = page(place, Math.min(BATCH, left));
            for (List<Session> some : Lists.partition(page, ASSESSED_AT_ONCE)) {
                for (Assessed encounter : assessed(some, rubricId)) {
                    reader.take(encounter);
                }
            }
            left -= page.size();
            place = page.size() < BATCH || left == 0 ? null : after(page.getLast());
        }
    }

    private List<Session> page(PagePlace place, int count) {
        return database.read()
                .withExtension(
                        GroupDao.class, dao -> dao.sessions(name, scenarioId, place.millis(), place.id(), count));
    }

    private static PagePlace after(Session last) {
        return new PagePlace(last.times().created().toEpochMilli(), last.id());
    }

    private List<Assessed> assessed(List<Session> sessions, @Nullable String rubricId) {
        List<String> ids = sessions.stream().map(Session::id).toList();
        Map<String, List<SignedAssessment>> found =
                signed.of(ids, rubricId).stream().collect(Collectors.groupingBy(SignedAssessment::sessionId));
        return sessions.stream()
                .map(session -> new Assessed(session, found.getOrDefault(session.id(), List.of())))
                .toList();
    }
}
