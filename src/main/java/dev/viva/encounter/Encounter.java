package dev.viva.encounter;

import dev.viva.patient.CaseLibrary;
import dev.viva.voice.Calls;
import dev.viva.voice.Sessions;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;

/** The use cases of a session, put together. */
public final class Encounter {
    private Encounter() {}

    /** @param library the cases that new sessions choose from */
    public static void install(
            Environment environment,
            EncounterConfiguration config,
            Sessions sessions,
            Calls calls,
            CaseLibrary library,
            Clock clock) {
        var database = sessions.database();
        var transcript = sessions.transcripts().log();
        var access = sessions.access();
        var metrics = environment.metrics();
        var encounters = new Encounters(database, transcript, calls, config, metrics, clock);
        var creation =
                new SessionCreation(database, library, config, access.grants().lifetime(), metrics, clock);
        environment.lifecycle().manage(new EncounterTimer(encounters, creation));
        var erasure = new Erasure(database, transcript, calls, clock);
        environment
                .jersey()
                .register(new SessionResource(access.sessions(), encounters, creation, erasure, access.grants()));
    }
}
