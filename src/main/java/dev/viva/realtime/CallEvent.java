package dev.viva.realtime;

import static java.util.Objects.requireNonNullElse;

import com.google.common.hash.Hashing;
import dev.viva.realtime.ProviderException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event of a call, from its sideband. Events with text print only its length, so that no log contains it. */
public sealed interface CallEvent {

    /** Whether a later event repeats this one's content, so that it may be dropped under load. */
    default boolean partial() {
        return false;
    }

    /** The sideband is connected. Events from before, or from while it was disconnected, are not repeated. */
    record Attached() implements CallEvent {}

    /** The sideband is disconnected and reconnects; events in between are lost. */
    record Detached(Cause cause) implements CallEvent {
        /** Why the sideband disconnected. */
        public enum Cause {
            /** Closed by the other side, which alone does not mean that the call has ended. */
            CLOSED,
            /** The connection broke. */
            DROPPED,
            /** Nothing arrived, not even the answer to a ping. */
            SILENT,
            /** More arrived than the listener processed. */
            OVERFLOW,
            /** A message exceeded the maximum length. */
            TOO_LONG
        }
    }

    /**
     * The place of a line, before its text is known. Repeated when more is known.
     *
     * @param previousItemId the item before it; null for the first, or if unknown
     */
    record ItemAdded(String itemId, @Nullable String previousItemId, Speaker speaker) implements CallEvent {}

    /**
     * The final text of a student's line; empty for a noise. It replaces the partial text. A repetition is a
     * correction.
     *
     * @param previousItemId the line before it, as far as this connection knows
     */
    record StudentTranscribed(
            String itemId, String text, @Nullable String previousItemId) implements CallEvent {
        @Override
        public String toString() {
            return "StudentTranscribed[" + itemId + " after " + previousItemId + ", " + length(text) + "]";
        }
    }

    /** The text of a student's line so far. */
    record StudentPartial(String itemId, String text) implements CallEvent {
        @Override
        public boolean partial() {
            return true;
        }

        @Override
        public String toString() {
            return "StudentPartial[" + itemId + ", " + length(text) + "]";
        }
    }

    /** The provider could not transcribe a line of the student. */
    record TranscriptionFailed(String itemId, @Nullable String code) implements CallEvent {}

    /**
     * The final text of a patient's line. A repetition is a correction.
     *
     * @param previousItemId the line before it, as far as this connection knows
     */
    record PatientTranscribed(
            String itemId, String text, @Nullable String previousItemId) implements CallEvent {
        @Override
        public String toString() {
            return "PatientTranscribed[" + itemId + " after " + previousItemId + ", " + length(text) + "]";
        }
    }

    /** The text of a patient's line so far. */
    record PatientPartial(String itemId, String text) implements CallEvent {
        @Override
        public boolean partial() {
            return true;
        }

        @Override
        public String toString() {
            return "PatientPartial[" + itemId + ", " + length(text) + "]";
        }
    }

    /** The student begins to speak; the line will have this id. */
    record SpeechStarted(String itemId) implements CallEvent {}

    /**
     * The student cut the patient's line short.
     *
     * @param audioEndMs how much of it was played, in milliseconds; 0 if unknown
     */
    record Interrupted(String itemId, long audioEndMs) implements CallEvent {}

    /**
     * The patient's answer has ended or failed.
     *
     * @param id the provider's id of the answer; null if unknown
     * @param status completed, cancelled, failed or incomplete
     * @param reason the provider's code, unless completed
     */
    record ResponseDone(
            @Nullable String id, String status, @Nullable String reason, Usage usage) implements CallEvent {

        /** Why the patient did not answer, or not in full; null if nothing is wrong. */
        public @Nullable Kind trouble() {
            Kind kind = Kind.ofCode(reason);
            return switch (status) {
                case "failed" -> kind == null ? Kind.UNAVAILABLE : kind;
                case "incomplete" -> kind;
                default -> null;
            };
        }

        /** Whether the answer is complete. */
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
     * The patient's voice called functions and waits for their output. Reported once, when the response that called them
     * has ended, so that the output may be sent at once.
     */
    record FunctionsCalled(List<FunctionCall> calls) implements CallEvent {}

    /**
     * A call of a function.
     *
     * @param itemId the provider's item
     * @param callId names the call in {@link Sideband#answer}
     * @param arguments what the model wrote, which may be no JSON at all
     */
    record FunctionCall(String itemId, String callId, String name, String arguments) {
        @Override
        public String toString() {
            return "FunctionCall[" + itemId + ", " + callId + ", " + length(arguments) + "]";
        }
    }

    /**
     * The session of the call was changed, by {@link Sideband#update} or by the browser.
     *
     * @param instructionsSha256 of the instructions now in force, in hex
     * @param transcription how the student is transcribed
     * @param tools the functions that the patient may call; null when the provider does not say
     */
    record SessionChanged(
            String instructionsSha256,
            Transcription transcription,
            @Nullable List<CallRules.Tool> tools) implements CallEvent {
        /** Ignores white space around instructions, which may get lost. */
        public static String digest(String instructions) {
            return Hashing.sha256()
                    .hashString(instructions.strip(), StandardCharsets.UTF_8)
                    .toString();
        }

        /** Whether the rules are in force. */
        public boolean matches(CallRules rules) {
            return transcription.matches(rules.speech())
                    && (tools == null || tools.equals(rules.tools()))
                    && instructionsSha256.equals(digest(rules.instructions().reveal()));
        }
    }

    /**
     * How the student is transcribed, as far as the provider says.
     *
     * @param model null when the provider does not say
     * @param language null when the provider does not say; empty when it detects the language
     * @param steering the names of members that tell the transcriber which words or other languages to expect; the
     *     server sets none of them
     */
    record Transcription(
            boolean on, @Nullable String model, @Nullable String language, Set<String> steering) {
        public static final Transcription OFF = new Transcription(false, null, null, Set.of());
        public static final Transcription UNCHANGED = new Transcription(true, null, null, Set.of());

        private boolean matches(CallConfig.SpeechInput speech) {
            String wanted = requireNonNullElse(speech.language(), "");
            return on
                    && steering.isEmpty()
                    && (model == null || model.equals(speech.transcriptionModel()))
                    && (language == null || language.equals(wanted));
        }
    }

    /**
     * An error event of the provider.
     *
     * @param code the provider's code, or "unknown"
     * @param refused names what it refuses, such as a wish that the patient speaks ({@link Sideband#answer}); null if
     *     unknown
     */
    record ProviderError(String code, @Nullable String refused) implements CallEvent {

        /** What is wrong at the provider; null if it is something else. */
        public @Nullable Kind trouble() {
            return Kind.ofCode(code);
        }
    }

    private static String length(String text) {
        return text.length() + " characters";
    }
}
