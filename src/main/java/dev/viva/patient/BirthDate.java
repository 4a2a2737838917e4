package dev.viva.patient;

import dev.viva.model.Persona;
import java.time.LocalDate;
import java.time.MonthDay;

/** A patient's date of birth. Content has the birthday and the age, so that a patient never grows older than their case. */
public final class BirthDate {
    private BirthDate() {}

    /** The date of birth of a patient who is of their age on this day. */
    public static LocalDate of(Persona persona, LocalDate day) {
        var birthday = MonthDay.parse("--" + persona.birthday());
        boolean passed = !birthday.atYear(day.getYear()).isAfter(day);
        return birthday.atYear(day.getYear() - persona.age() - (passed ? 0 : 1));
    }
}
