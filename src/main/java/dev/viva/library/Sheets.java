package dev.viva.library;

import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.patient.CasePair;
import dev.viva.patient.Fit;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.sheet.CaseSheet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints the case sheets of a library. Thread-safe. */
public final class Sheets {
    private final CaseLibrary library;

    public Sheets(CaseLibrary library) {
        this.library = library;
    }

    /**
     * The sheet of a case.
     *
     * @param personaId the patient; null for the first that fits
     * @throws ProblemException {@code not_found} when there is no such case, {@code case_mismatch} when the patient
     *     does not fit
     */
    public String html(String scenarioId, @Nullable String personaId) {
        Scenario scenario = library.scenario(scenarioId).orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
        String id = personaId == null ? library.fitting(scenario).getFirst() : personaId;
        Persona persona = library.persona(id).orElseThrow(() -> mismatch("there is no such patient"));
        Optional<String> mismatch = Fit.mismatch(scenario, persona);
        if (mismatch.isPresent()) {
            throw mismatch(mismatch.get());
        }
        return CaseSheet.html(scenario, persona, library.catalogs());
    }

    /** The sheet of a case as it was when a session began, which may differ from the library's present one. */
    String html(CasePair frozen) {
        return CaseSheet.html(frozen.scenario(), frozen.persona(), library.catalogs());
    }

    private static ProblemException mismatch(String reason) {
        return new ProblemException(Failure.CASE_MISMATCH).at("/query/persona_id", reason);
    }
}
