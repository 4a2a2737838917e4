package dev.viva.soak.simulation;

import dev.viva.soak.People;
import dev.viva.soak.SoakSimulation;

/** Students examine the patient between their questions; each test is stored once, however often it is sent. */
public final class ExaminationSimulation extends SoakSimulation {
    {
        encounters(people.examiners(), settings.users(), settings.rampUp(), People.ANYWHERE);
        begin();
    }
}
