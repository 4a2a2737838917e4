package dev.viva.simulator.patient;

import java.util.Optional;

/** Where the scripted patient finds what to say; implementations are thread-safe. */
@FunctionalInterface
public interface CaseScripts {

    /** The script of a case by its reference, scenario_id/persona_id, as the composed instructions name it. */
    Optional<CaseScript> find(String caseReference);
}
