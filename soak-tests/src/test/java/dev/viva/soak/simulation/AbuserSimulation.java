package dev.viva.soak.simulation;

import dev.viva.soak.People;
import dev.viva.soak.SoakSimulation;
import dev.viva.soak.Weather;

/** Someone abuses the service at one address, while students elsewhere have their sessions as on any day. */
public final class AbuserSimulation extends SoakSimulation {
    {
        encounters(people.students(Weather.FAIR), settings.users(), settings.rampUp(), People.ANYWHERE);
        others(people.abuser(), 2, settings.rampUp(), People.ABUSE);
        begin();
    }
}
