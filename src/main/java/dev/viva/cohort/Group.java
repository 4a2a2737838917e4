package dev.viva.cohort;

import com.google.common.collect.Lists;
import dev.viva.assessment.SignedAssessment;
import dev.viva.assessment.SignedAssessments.Seen;
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
        Seen of(List<String> sessionIds, @Nullable String rubricId);
    }

    /** Takes one encounter. */
    @FunctionalInterface
    interface Reader<E extends Exception> {
        void take(Assessed encounter) throws E;
    }

    /**
     * What was not read.
     *
     * @param older whether there are older encounters
     * @param leftOut how many assessments the reader does not see before they have signed their own
     */
    record Unread(boolean older, int leftOut) {}

    /**
     * Reads the newest encounters, newest first. Only a few have their assessments in memory at a time.
     *
     * @param most the maximum number of encounters
     * @param rubricId null for all rubrics
     */
    <E extends Exception> Unread read(int most, @Nullable String rubricId, Reader<E> reader) throws E {
        int left = most;
        int leftOut = 0;
        PagePlace place = PagePlace.of(null);
        while (true) {
            int wanted = Math.min(BATCH, left);
            // One more tells whether there are others.
            List<Session> found = page(place, wanted + 1);
            List<Session> page = found.subList(0, Math.min(wanted, found.size()));
            for (List<Session> some : Lists.partition(page, ASSESSED_AT_ONCE)) {
                leftOut += take(some, rubricId, reader);
            }
            left -= page.size();
            if (found.size() == page.size() || left == 0) {
                return new Unread(found.size() > page.size(), leftOut);
            }
            place = after(page.getLast());
        }
    }

    private <E extends Exception> int take(List<Session> sessions, @Nullable String rubricId, Reader<E> reader)
            throws E {
        List<String> ids = sessions.stream().map(Session::id).toList();
        Seen seen = signed.of(ids, rubricId);
        Map<String, List<SignedAssessment>> found =
                seen.versions().stream().collect(Collectors.groupingBy(SignedAssessment::sessionId));
        for (Session session : sessions) {
            reader.take(new Assessed(session, found.getOrDefault(session.id(), List.of())));
        }
        return seen.leftOut();
    }

    private List<Session> page(PagePlace place, int count) {
        return database.read()
                .withExtension(
                        GroupDao.class, dao -> dao.sessions(name, scenarioId, place.millis(), place.id(), count));
    }

    private static PagePlace after(Session last) {
        return new PagePlace(last.times().created().toEpochMilli(), last.id());
    }
}
