package dev.viva.soak.simulation;

import dev.viva.soak.People;
import dev.viva.soak.SoakSimulation;
import dev.viva.soak.Weather;

/** Students each run one voice session with a follower, or several, one after another. */
public final class VoiceSessionSimulation extends SoakSimulation {
    {
        encounters(people.students(Weather.FAIR), settings.users(), settings.rampUp(), People.ANYWHERE);
        begin();
    }
}
