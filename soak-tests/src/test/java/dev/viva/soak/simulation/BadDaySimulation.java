package dev.viva.soak.simulation;

import dev.viva.soak.People;
import dev.viva.soak.SoakSimulation;
import dev.viva.soak.Weather;

/**
 * While parts of the deployment fail ({@code Trouble}), students speak and readers come and go. Each keeps what was not
 * answered and sends it again, as the page does.
 */
public final class BadDaySimulation extends SoakSimulation {
    {
        int restless = Math.max(1, settings.users() / 4);
        encounters(people.students(Weather.BAD), settings.users(), settings.rampUp(), People.ANYWHERE);
        encounters(people.restlessReaders(Weather.BAD), restless, settings.rampUp(), People.ANYWHERE);
        begin();
    }
}
