package dev.viva.realtime;

import com.google.common.hash.Hashing;
import dev.viva.realtime.ProviderException.Kind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a sideband tells of its call. Events that hold words show only how many, so that no log repeats them. */
public sealed interface CallEvent {

    /** Whether a later event says the same and more, so that this one may be left out in a rush. */
    default boolean partial() {
        return false;
    }

    /** The line is up. What happened before, or while it was down, is not told again. */
    record Attached() implements CallEvent {}

    /** The line is down and is made anew; what happens meanwhile is not told. */
    record Detached(Cause cause) implements CallEvent {
        /** What brought the line down. */
        public enum Cause {
            /** Closed by the other side, which alone does not mean that the call is over. */
            CLOSED,
            /** The connection broke. */
            DROPPED,
            /** Nothing came, not even the answer to a ping. */
            SILENT,
            /** More came than the listener took. */
            OVERFLOW,
            /** One message was longer than any should be. */
            TOO_LONG
        }
    }

    /**
     * A line of the conversation has its place, before its words are known. It is told again when more of it is known.
     *
     * @param previousItemId the item before it; null for the first, or when unknown
     */
    record ItemAdded(String itemId, @Nullable String previousItemId, Speaker speaker) implements CallEvent {}

    /**
     * All that the student said or typed in a line; empty for a noise. It replaces what was heard partly. Told again, it
     * is a correction.
     *
     * @param previousItemId the line before it, as far as this connection knows
     */
    record StudentTranscribed(
            String itemId, String text, @Nullable String previousItemId) implements CallEvent {
        @Override
        public String toString() {
            return "Heard[" + itemId + " after " + previousItemId + ", " + length(text) + "]";
        }
    }

    /** What the student said so far, from the line's beginning. */
    record StudentPartial(String itemId, String text) implements CallEvent {
        @Override
        public boolean partial() {
            return true;
        }

        @Override
        public String toString() {
            return "HeardPartly[" + itemId + ", " + length(text) + "]";
        }
    }

    /** The student spoke, and the provider could not write it down. */
    record TranscriptionFailed(String itemId, @Nullable String code) implements CallEvent {}

    /**
     * All that the patient says in a line. Told again, it is a correction.
     *
     * @param previousItemId the line before it, as far as this connection knows
     */
    record PatientTranscribed(
            String itemId, String text, @Nullable String previousItemId) implements CallEvent {
        @Override
        public String toString() {
            return "Said[" + itemId + " after " + previousItemId + ", " + length(text) + "]";
        }
    }

    /** What the patient says so far, from the line's beginning. */
    record PatientPartial(String itemId, String text) implements CallEvent {
        @Override
        public boolean partial() {
            return true;
        }

        @Override
        public String toString() {
            return "SayingPartly[" + itemId + ", " + length(text) + "]";
        }
    }

    /** The student begins to speak; the line will have this id. */
    record SpeechStarted(String itemId) implements CallEvent {}

    /**
     * The student cut the patient's line short.
     *
     * @param audioEndMs how much of it was heard, in milliseconds; 0 when that is not known
     */
    record Interrupted(String itemId, long audioEndMs) implements CallEvent {}

    /**
     * The patient's answer is over, or has failed.
     *
     * @param status completed, cancelled, failed or incomplete
     * @param reason the provider's code of why, unless completed
     */
    record ResponseDone(String status, @Nullable String reason, Usage usage) implements CallEvent {

        /** What kept the patient from answering, or from answering in full; null for what is no trouble. */
        public @Nullable Kind trouble() {
            Kind kind = Kind.ofCode(reason);
            return switch (status) {
                case "failed" -> kind == null ? Kind.UNAVAILABLE : kind;
                case "incomplete" -> kind;
                default -> null;
            };
        }

        /** Whether the patient has said all of its answer. */
        public boolean isComplete() {
            return status.equals("completed");
        }
    }

    /**
     * Tokens of one answer, as the provider counts them.
     *
     * @param cachedInput the part of the input that costs less
     */
    record Usage(long total, long input, long output, long cachedInput, long inputAudio, long outputAudio) {
        public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);
    }

    /**
     * The call's settings were changed, by {@link Sideband#update} or by the browser.
     *
     * @param instructionsSha256 of the instructions that are now in force, in hex
     * @param written whether what the student says is written down
     * @param tools whether the patient has tools
     */
    record SessionChanged(String instructionsSha256, boolean written, boolean tools) implements CallEvent {
        /** White space around instructions may be lost on the way and changes nothing. */
        public static String digest(String instructions) {
            return Hashing.sha256()
                    .hashString(instructions.strip(), StandardCharsets.UTF_8)
                    .toString();
        }

        /** Whether the rules are in force. */
        public boolean keeps(CallRules rules) {
            return written
                    && !tools
                    && instructionsSha256.equals(digest(rules.instructions().reveal()));
        }
    }

    /**
     * The provider complains.
     *
     * @param code its own code, or "unknown"
     * @param fatal whether the call cannot go on
     */
    record ProviderError(String code, boolean fatal) implements CallEvent {

        /** What is wrong at the provider; null when the complaint is of something else. */
        public @Nullable Kind trouble() {
            return Kind.ofCode(code);
        }
    }

    private static String length(String text) {
        return text.length() + " characters";
    }
}
