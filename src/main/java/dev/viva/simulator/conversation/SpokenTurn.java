package dev.viva.simulator.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.dropwizard.util.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A scripted turn of the student, and how the provider reacts to it.
 *
 * @param says the words; the patient answers them
 * @param begins when the student begins. Default now
 * @param speaking how long the speech takes. Default: as long as saying the words
 * @param transcript when and how the transcript is sent. Default normal
 * @param reply how the patient reacts. Default normal
 * @param error the error code of a failed reply. Default rate_limit_exceeded
 * @param unknownEvent an event of an unknown type is sent with the reply. Default false
 * @param rateLimits whether the reply is followed by its rate_limits.updated. Default true
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SpokenTurn(
        String says,
        Begins begins,
        Duration speaking,
        Transcript transcript,
        Reaction reply,
        String error,
        Boolean unknownEvent,
        Boolean rateLimits) {

    /** When the student begins. */
    enum Begins {
        NOW,
        /** When the patient next speaks: the student interrupts. */
        REPLYING
    }

    /** When and how the transcript is sent. */
    enum Transcript {
        /** While the patient answers. */
        NORMAL,
        /** After the answer is done. */
        LATE,
        /** After the student's next turn was committed. */
        NEXT_TURN,
        /** Its deltas before the student has stopped, the whole as usual. */
        EARLY,
        DUPLICATE,
        FAILED,
        EMPTY,
        NEVER
    }

    /** How the patient reacts. */
    enum Reaction {
        NORMAL,
        FAILED,
        TOOL_CALL,
        NONE
    }

    private static final int MAX_CHARACTERS = 4_000;
    private static final Duration MAX_SPEECH = Duration.minutes(5);

    public SpokenTurn(
            @Nullable String says,
            @Nullable Begins begins,
            @Nullable Duration speaking,
            @Nullable Transcript transcript,
            @Nullable Reaction reply,
            @Nullable String error,
            @Nullable Boolean unknownEvent,
            @Nullable Boolean rateLimits) {
        if (says == null || says.isBlank()) {
            throw Refusal.missing("says");
        }
        this.says = says.strip();
        this.begins = begins == null ? Begins.NOW : begins;
        this.speaking = speaking == null
                ? Duration.milliseconds(Sound.silentlySaying(says).duration().toMillis())
                : speaking;
        this.transcript = transcript == null ? Transcript.NORMAL : transcript;
        this.reply = reply == null ? Reaction.NORMAL : reply;
        this.error = error == null ? "rate_limit_exceeded" : error;
        this.unknownEvent = unknownEvent != null && unknownEvent;
        this.rateLimits = rateLimits == null || rateLimits;
        if (this.says.length() > MAX_CHARACTERS || this.speaking.compareTo(MAX_SPEECH) > 0) {
            throw Refusal.invalid(
                    "invalid_value", "A turn has at most 4000 characters and takes at most 5 minutes.", "says");
        }
    }

    /** This turn with the words of an earlier one before its own. */
    SpokenTurn after(SpokenTurn earlier) {
        String both = earlier.says + " " + says;
        String kept = both.substring(Math.max(0, both.length() - MAX_CHARACTERS));
        return new SpokenTurn(kept, begins, speaking, transcript, reply, error, unknownEvent, rateLimits);
    }

    public static SpokenTurn read(JsonNode given) {
        if (!given.isObject()) {
            throw Refusal.wrongType("body", "an object");
        }
        try {
            return ServerEvents.LENIENT_JSON.treeToValue(given, SpokenTurn.class);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            String path = e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .collect(Collectors.joining("."));
            throw Refusal.invalid("invalid_value", "There is no such setting, or no such value of it.", path);
        } catch (JsonProcessingException e) {
            throw Refusal.wrongType("body", "an object");
        }
    }
}
