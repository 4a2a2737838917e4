package dev.viva.library;

import dev.viva.model.Lives;
import dev.viva.model.Persona;
import dev.viva.model.PersonaMember;
import dev.viva.patient.BirthDate;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * What a patient says about themselves: name, age, address, health.
 *
 * @param today the date of the encounter, from which the year of birth follows
 */
record SelfDescription(Persona persona, LocalDate today) {
    String preferredName() {
        return persona.preferredName() == null ? persona.name().split(" ", 2)[0] : persona.preferredName();
    }

    /** The answer to a standard question; empty if the patient has none. */
    Optional<String> answer(PersonaMember member) {
        var baseline = persona.medicalBaseline();
        return Optional.ofNullable(
                switch (member) {
                    case NAME -> persona.name() + ".";
                    case PREFERRED_NAME -> english() ? preferredName() + " is fine." : preferredName() + ".";
                    case BIRTHDAY -> dateOfBirth() + ".";
                    case AGE -> english() ? "I'm " + persona.age() + "." : persona.age() + ".";
                    case ADDRESS -> sentence(persona.address());
                    case OCCUPATION -> sentence(persona.occupation());
                    case NEXT_OF_KIN -> sentence(persona.nextOfKin());
                    case HEIGHT_CM -> persona.heightCm() + " cm.";
                    case WEIGHT_KG -> persona.weightKg() == null ? null : persona.weightKg() + " kg.";
                    case PRONOUNS -> sentence(persona.pronouns());
                    case ILLNESSES -> baseline.illnesses();
                    case OPERATIONS -> baseline.operations();
                    case MEDICINES -> baseline.medicines();
                    case ALLERGIES -> baseline.allergies();
                    case FAMILY -> baseline.family();
                    case SMOKING -> baseline.smoking();
                    case ALCOHOL -> baseline.alcohol();
                });
    }

    /** With whom the patient lives; empty in a language without a sentence for it. */
    Optional<String> home() {
        Lives lives = persona.traits().lives();
        return english()
                ? Optional.of(
                        switch (lives) {
                            case ALONE -> "I live on my own.";
                            case WITH_OTHERS -> "I don't live alone, there are others at home.";
                            case IN_CARE -> "I live in a home where we are looked after.";
                        })
                : Optional.empty();
    }

    private String dateOfBirth() {
        Locale locale = english() ? Locale.UK : Locale.of(persona.language());
        return BirthDate.of(persona, today)
                .format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale));
    }

    private boolean english() {
        return persona.language().equals("en");
    }

    private static String sentence(String text) {
        return text.matches("(?s).*[.!?]\\s*") ? text : text + ".";
    }
}
