package dev.viva.realtime;

/** Who speaks in a call. */
public enum Speaker {
    STUDENT,
    PATIENT
}
