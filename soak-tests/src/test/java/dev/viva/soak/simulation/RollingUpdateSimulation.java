package dev.viva.soak.simulation;

import dev.viva.soak.People;
import dev.viva.soak.SoakSimulation;
import dev.viva.soak.Weather;

/**
 * While one replica after another is stopped and started again ({@code Trouble}), students have voice sessions and
 * readers come and go. Nobody notices: no request may fail, and none has to be sent again.
 */
public final class RollingUpdateSimulation extends SoakSimulation {
    {
        int restless = Math.max(1, settings.users() / 4);
        encounters(people.students(Weather.UPDATE), settings.users(), settings.rampUp(), People.ANYWHERE);
        encounters(people.restlessReaders(Weather.UPDATE), restless, settings.rampUp(), People.ANYWHERE);
        begin();
    }
}
