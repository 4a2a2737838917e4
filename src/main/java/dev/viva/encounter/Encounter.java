package dev.viva.encounter;

import dev.viva.assessment.StudentNotes;
import dev.viva.audit.AuditTrail;
import dev.viva.erasure.Erasure;
import dev.viva.model.Reflection;
import dev.viva.voice.Sessions;
import dev.viva.voice.Voice;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Wires the use cases of a session. */
public final class Encounter {
    private Encounter() {}

    /**
     * @param choices what new sessions choose from
     * @param erasure erases sessions for faculty
     * @param reflections what a session's student wrote about it
     */
    public static void install(
            Environment environment,
            EncounterConfiguration config,
            Sessions sessions,
            Voice voice,
            Choices choices,
            Erasure erasure,
            Function<String, Optional<Reflection>> reflections,
            Clock clock) {
        var database = sessions.database();
        var calls = voice.calls();
        var access = sessions.access();
        var metrics = environment.metrics();
        var encounters = new Encounters(sessions, calls, voice::instruct, config, metrics, clock);
        var creation = new SessionCreation(database, choices, config, access, metrics, clock);
        environment.lifecycle().manage(new EncounterTimer(encounters, creation));
        var transcript = sessions.transcripts().log();
        var list = new SessionList(database, transcript, access.sessions()::isWithheld);
        environment
                .jersey()
                .register(new SessionResource(access.sessions(), encounters, creation, erasure, access.grants(), list));
        var kept = new OwnData.Kept(
                list, transcript, new StudentNotes(database, transcript, clock), reflections, new AuditTrail(database));
        var data = new OwnData(kept, access.sessions()::isWithheld, environment.getObjectMapper(), clock);
        environment
                .jersey()
                .register(new MeResource(list, data, sessions.transcripts().held()));
    }
}
