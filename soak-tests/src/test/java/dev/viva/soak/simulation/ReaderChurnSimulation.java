package dev.viva.soak.simulation;

import dev.viva.soak.People;
import dev.viva.soak.SoakSimulation;
import dev.viva.soak.Weather;

/** Readers of event streams come and go, and each gets every event once. */
public final class ReaderChurnSimulation extends SoakSimulation {
    {
        encounters(people.restlessReaders(Weather.FAIR), settings.users(), settings.rampUp(), People.ANYWHERE);
        begin();
    }
}
