package dev.viva.encounter;

import dev.viva.assessment.StudentNotes;
import dev.viva.audit.AuditTrail;
import dev.viva.voice.Sessions;
import dev.viva.voice.Voice;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;

/** Wires the use cases of a session. */
public final class Encounter {
    private Encounter() {}

    public static void install(
            Environment environment,
            Sessions sessions,
            Voice voice,
            Choices choices,
            Afterwards afterwards,
            Clock clock) {
        var database = sessions.database();
        var calls = voice.calls();
        var access = sessions.access();
        var metrics = environment.metrics();
        var encounters = new Encounters(sessions, calls, voice::instruct, choices.config(), metrics, clock);
        var creation = new SessionCreation(database, choices, access, metrics, clock);
        environment.lifecycle().manage(new EncounterTimer(encounters, creation));
        var transcript = sessions.transcripts().log();
        var list = new SessionList(database, transcript, sessions.cases(), access.sessions()::isWithheld);
        environment
                .jersey()
                .register(new SessionResource(
                        access.sessions(), encounters, creation, afterwards.erasure(), access.grants(), list));
        var kept = new OwnData.Kept(
                list,
                transcript,
                sessions.cases(),
                new StudentNotes(database, transcript, clock),
                afterwards.reflections(),
                new AuditTrail(database));
        var data = new OwnData(kept, access.sessions()::isWithheld, environment.getObjectMapper(), clock);
        environment
                .jersey()
                .register(new MeResource(list, data, sessions.transcripts().held()));
    }
}
