package dev.viva.encounter;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.access.Starter;
import dev.viva.model.NewSession;
import dev.viva.model.Participant;
import dev.viva.model.ParticipantsMode;
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

    /** As the contract names it. */
    public ParticipantsMode mode() {
        return ParticipantsMode.values()[ordinal()];
    }

    /**
     * The participant to store, without surrounding white space; null when none is given or none is kept. What the
     * caller's credential tells wins. Without names, only a group that it tells is kept.
     *
     * @throws ProblemException {@code invalid_body} when one is required and its name is missing, or none is taken
     */
    Session.@Nullable Participant of(NewSession wish, Starter starter) {
        Participant given = wish.participant();
        if (this == OFF && given != null) {
            throw ProblemException.invalidBody("/participant", "this deployment does not take names; leave it out");
        }
        String name = this == OFF ? null : starter.nameOr(given);
        String group = starter.groupOr(given);
        if (this == REQUIRED && name == null) {
            String missing = given == null ? "/participant" : "/participant/name";
            throw ProblemException.invalidBody(missing, "is required here: say who practises");
        }
        return name == null && group == null ? null : new Session.Participant(name, group);
    }
}
