package dev.viva.soak.simulation;

import dev.viva.soak.People;
import dev.viva.soak.SoakSimulation;
import dev.viva.soak.Weather;

/** All that happens on a fair day, at once: this is the run of each change. */
public final class SchoolDaySimulation extends SoakSimulation {
    {
        int few = Math.max(1, settings.users() / 3);
        encounters(people.students(Weather.FAIR), settings.users(), settings.rampUp(), People.ANYWHERE);
        encounters(people.classroom(), settings.users(), settings.rampUp(), People.CLASSROOM);
        encounters(people.restlessReaders(Weather.FAIR), few, settings.rampUp(), People.ANYWHERE);
        encounters(people.examiners(), few, settings.rampUp(), People.ANYWHERE);
        others(people.faculty(), 1, settings.rampUp(), People.ANYWHERE);
        others(people.abuser(), 1, settings.rampUp(), People.ABUSE);
        begin();
    }
}
