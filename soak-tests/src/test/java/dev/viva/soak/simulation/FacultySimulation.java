package dev.viva.soak.simulation;

import dev.viva.soak.People;
import dev.viva.soak.SoakSimulation;
import dev.viva.soak.Weather;

/** Faculty watch the board and follow streams of students, who have their sessions. */
public final class FacultySimulation extends SoakSimulation {
    {
        encounters(people.students(Weather.FAIR), settings.users(), settings.rampUp(), People.ANYWHERE);
        others(people.faculty(), 2, settings.rampUp(), People.ANYWHERE);
        begin();
    }
}
