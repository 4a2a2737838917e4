package dev.viva.encounter;

import dev.viva.assessment.StudentNotes;
import dev.viva.audit.AuditTrail;
import dev.viva.erasure.Erasure;
import dev.viva.library.CaseLibrary;
import dev.viva.voice.Sessions;
import dev.viva.voice.Voice;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;

/** Wires the use cases of a session. */
public final class Encounter {
    private Encounter() {}

    /**
     * @param library the cases that new sessions choose from
     * @param erasure erases sessions for faculty
     */
    public static void install(
            Environment environment,
            EncounterConfiguration config,
            Sessions sessions,
            Voice voice,
            CaseLibrary library,
            Erasure erasure,
            Clock clock) {
        var database = sessions.database();
        var calls = voice.calls();
        var access = sessions.access();
        var metrics = environment.metrics();
        var encounters = new Encounters(sessions, calls, voice::instruct, config, metrics, clock);
        var creation = new SessionCreation(database, library, config, access, metrics, clock);
        environment.lifecycle().manage(new EncounterTimer(encounters, creation));
        var transcript = sessions.transcripts().log();
        var list = new SessionList(database, transcript);
        environment
                .jersey()
                .register(new SessionResource(access.sessions(), encounters, creation, erasure, access.grants(), list));
        var data = new OwnData(
                list,
                transcript,
                new StudentNotes(database, transcript, clock),
                new AuditTrail(database),
                environment.getObjectMapper(),
                clock);
        environment.jersey().register(new MeResource(list, data));
    }
}
