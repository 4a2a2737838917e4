package dev.viva.session;

import dev.viva.model.Phase;
import dev.viva.model.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One encounter, as its row was read. Immutable.
 *
 * @param subject what was chosen, and the digest of the case at that time
 * @param lastSeq the last sequence number in its log, 0 when it is empty
 * @param times when it was created, is due, ended and closed
 * @param call the latest call at the provider
 * @param admission how its student was admitted
 */
public record Session(
        String id,
        Subject subject,
        SessionState state,
        Phase phase,
        long lastSeq,
        Times times,
        CallRef call,
        Admission admission) {

    /** The choice that a session was created with. */
    public record Subject(
            String scenarioId,
            String personaId,
            @Nullable String roleId,
            @Nullable String inputLanguage,
            @Nullable String replyLanguage,
            String caseDigest,
            @Nullable Participant participant) {}

    /** Who practises, as they said themselves; at least one of the two. Prints nothing, so that no log names a person. */
    public record Participant(
            @Nullable String name, @Nullable String group) {
        /** As the contract shows it. */
        public dev.viva.model.Participant view() {
            return new dev.viva.model.Participant(name, group);
        }

        @Override
        public String toString() {
            return "Participant[]";
        }
    }

    /**
     * How the student was admitted who created the session.
     *
     * @param owner the id of the student, if they were logged in
     * @param classId the class whose code they showed, if any
     * @param consentVersion the version of the text that they agreed to, if there was one
     * @param examId the exam that this is an attempt at, if any
     * @param aiReview whether they agreed that a model reads the lines
     */
    public record Admission(
            @Nullable String owner,
            @Nullable String classId,
            @Nullable String consentVersion,
            @Nullable String examId,
            boolean aiReview) {
        /** Without a credential and without a text to agree to. */
        public static final Admission OPEN = new Admission(null, null, null, null, false);
    }

    /** {@code closes} is when the grace window for late lines ends. */
    public record Times(
            Instant created,
            Instant deadline,
            @Nullable Instant ended,
            @Nullable Instant closes,
            @Nullable Instant closed) {}

    /** The provider's id of the live call, if any, and how many calls there were. */
    public record CallRef(@Nullable String id, int number) {
        /** Stands for the id of a call that the browser created by itself: only the provider knows that id. */
        public static final String DIRECT = "direct";

        private static final String TYPED = "text_";

        /** A new id for a call of typed lines. The provider has no id for such a call. */
        public static String typedId() {
            return TYPED + UUID.randomUUID();
        }

        /** Whether the live call is one of typed lines. */
        public boolean typed() {
            return id != null && isTyped(id);
        }

        /** Whether a call of this id is one of typed lines. */
        public static boolean isTyped(String id) {
            return id.startsWith(TYPED);
        }

        /** Whether the live call is one of speech. */
        public boolean spoken() {
            return id != null && !isTyped(id);
        }

        /** Whether the server can attach to the live call and hang it up at the provider. */
        public boolean reachable() {
            return isReachable(id);
        }

        /**
         * Whether the provider may yet report a line that a client relays now.
         *
         * @param listens whether the server listens to every call that it can attach to
         */
        public boolean mayReport(boolean listens) {
            return listens ? reachable() : number > 0;
        }

        /** Whether the server can attach to a call of this id and hang it up at the provider. */
        public static boolean isReachable(@Nullable String id) {
            return id != null && !id.equals(DIRECT) && !isTyped(id);
        }
    }

    public boolean open() {
        return state == SessionState.OPEN;
    }

    /** Whether it takes lines, if it is not full: while it is open, and late ones until it closes. */
    public boolean takesLinesAt(Instant now) {
        return open() || state == SessionState.ENDED && times.closes() != null && now.isBefore(times.closes());
    }

    /** Whether nothing can be added to it any more, also when the timer has not noted it yet. */
    public boolean closedAt(Instant now) {
        return times.closed() != null || times.closes() != null && now.isAfter(times.closes());
    }

    /** From its start to its end, or to {@code now} while it is open; never negative, whatever clocks did. */
    public Duration duration(Instant now) {
        Instant until = times.ended() == null ? now : times.ended();
        Duration lasted = Duration.between(times.created(), until);
        return lasted.isNegative() ? Duration.ZERO : lasted;
    }
}
