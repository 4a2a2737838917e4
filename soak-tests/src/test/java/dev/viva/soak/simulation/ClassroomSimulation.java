package dev.viva.soak.simulation;

import dev.viva.soak.People;
import dev.viva.soak.SoakSimulation;
import java.time.Duration;

/** Sixty students of a class begin within ten seconds at one address. */
public final class ClassroomSimulation extends SoakSimulation {
    private static final int STUDENTS = 60;

    {
        encounters(people.classroom(), STUDENTS, Duration.ofSeconds(10), People.CLASSROOM);
        begin();
    }
}
