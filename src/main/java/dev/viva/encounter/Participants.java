package dev.viva.encounter;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.model.NewSession;
import dev.viva.model.Participant;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import org.jspecify.annotations.Nullable;

/** Whether a new session names who practises. */
public enum Participants {
    @JsonProperty("off")
    OFF,
    @JsonProperty("optional")
    OPTIONAL,
    @JsonProperty("required")
    REQUIRED;

    /**
     * The participant to store, without surrounding white space; null when none is given or none is kept.
     *
     * @throws ProblemException {@code invalid_body} when one is required and its name is missing, or none is taken
     */
    Session.@Nullable Participant of(NewSession wish) {
        Participant given = wish.participant();
        if (given == null) {
            return requireNone();
        }
        if (this == OFF) {
            throw ProblemException.invalidBody("/participant", "this deployment does not take names; leave it out");
        }
        if (this == REQUIRED && given.name() == null) {
            throw ProblemException.invalidBody("/participant/name", "is required here: say who practises");
        }
        return new Session.Participant(stripped(given.name()), stripped(given.group()));
    }

    private Session.@Nullable Participant requireNone() {
        if (this == REQUIRED) {
            throw ProblemException.invalidBody("/participant", "is required here: say who practises");
        }
        return null;
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : text.strip();
    }
}
