package dev.viva.library;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentException;
import dev.viva.contract.SchemaValidator;
import dev.viva.model.Catalog;
import dev.viva.model.Persona;
import dev.viva.model.Rubric;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioRole;
import dev.viva.model.StandardQuestion;
import dev.viva.patient.CasePair;
import dev.viva.patient.Fit;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.CaseScript;
import java.lang.ref.SoftReference;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The patients and cases of this service. They are replaced together when the content is read again. Thread-safe.
 */
public final class CaseLibrary {
    /** What comes with the service. A start reads it twice; afterwards a service with its own content has no use for it. */
    private static SoftReference<Shelf> builtIn = new SoftReference<>(null);

    private volatile Shelf shelf;

    private CaseLibrary(Shelf shelf) {
        this.shelf = shelf;
    }

    /**
     * Reads the content.
     *
     * @throws ContentException with every error when the content is invalid
     */
    public static CaseLibrary load(ContentConfiguration configuration, SchemaValidator schemas) {
        return of(new ContentCheck(schemas).read(configuration));
    }

    /** What comes with the service, and nothing else. */
    static synchronized CaseLibrary builtIn(ContentCheck check) {
        Shelf shelf = builtIn.get();
        if (shelf == null) {
            shelf = shelf(check.readBuiltIn());
            builtIn = new SoftReference<>(shelf);
        }
        return new CaseLibrary(shelf);
    }

    /** @throws ContentException with every error when the content is invalid */
    public static CaseLibrary of(ContentCheck.Outcome outcome) {
        return new CaseLibrary(shelf(outcome));
    }

    /**
     * Replaces all content at once.
     *
     * @throws ContentException with every error when the content is invalid; the present content then stays
     */
    void replace(ContentCheck.Outcome outcome) {
        shelf = shelf(outcome);
    }

    private static Shelf shelf(ContentCheck.Outcome outcome) {
        if (!outcome.errors().isEmpty()) {
            throw new ContentException(outcome.errors());
        }
        return Shelf.of(outcome.documents());
    }

    /** All patients, by id. */
    public List<Persona> personas() {
        return List.copyOf(shelf.personas().values());
    }

    /** All cases, by id. */
    public List<Scenario> scenarios() {
        return List.copyOf(shelf.scenarios().values());
    }

    public Optional<Persona> persona(String personaId) {
        return Optional.ofNullable(shelf.personas().get(personaId));
    }

    public Optional<Scenario> scenario(String scenarioId) {
        return Optional.ofNullable(shelf.scenarios().get(scenarioId));
    }

    /** The standard questions, in the author's order. */
    public List<StandardQuestion> questions() {
        return shelf.questions();
    }

    /** All catalogues, by id. */
    public List<Catalog> catalogs() {
        return List.copyOf(shelf.catalogs().values());
    }

    public Optional<Catalog> catalog(String catalogId) {
        return Optional.ofNullable(shelf.catalogs().get(catalogId));
    }

    /** The checklists for assessing an encounter, by id. */
    public List<Rubric> rubrics() {
        return List.copyOf(shelf.rubrics().values());
    }

    public Optional<Rubric> rubric(String rubricId) {
        return Optional.ofNullable(shelf.rubrics().get(rubricId));
    }

    /** SHA-256 over all content, lower-case hex. Equal content has an equal digest, wherever it was read from. */
    public String digest() {
        return shelf.digest();
    }

    public boolean fits(Scenario scenario, Persona persona) {
        return Fit.fits(scenario, persona);
    }

    /** Why the patient does not fit the case, for a student; empty when the patient fits. */
    public Optional<String> mismatch(Scenario scenario, Persona persona) {
        return Fit.mismatch(scenario, persona);
    }

    /** The ids of the patients that fit the case. */
    public List<String> fitting(Scenario scenario) {
        return shelf.personas().values().stream()
                .filter(persona -> Fit.fits(scenario, persona))
                .map(Persona::personaId)
                .toList();
    }

    /**
     * The pair for an encounter.
     *
     * @param roleId the role that the voice plays; null for the patient
     * @throws ProblemException {@code invalid_body} with the pointer of each unknown id, {@code case_mismatch} with the
     *     reason
     */
    public CasePair pair(String scenarioId, String personaId, @Nullable String roleId) {
        Shelf now = shelf;
        Scenario scenario = now.scenarios().get(scenarioId);
        Persona persona = now.personas().get(personaId);
        if (scenario == null || persona == null) {
            throw unknown(scenario == null, persona == null);
        }
        ScenarioRole role = roleId == null ? null : role(scenario, roleId);
        Optional<String> mismatch = Fit.mismatch(scenario, persona);
        if (mismatch.isPresent()) {
            throw new ProblemException(Failure.CASE_MISMATCH).at("/persona_id", mismatch.get());
        }
        return new CasePair(persona, scenario, role);
    }

    /**
     * The script of a pair, by {@link CasePair#reference()}, followed by the role that the voice plays if it is not the
     * patient's; empty when there is no such pair or role.
     *
     * @param today the date of the encounter
     */
    public Optional<CaseScript> script(String reference, LocalDate today) {
        String[] ids = reference.split("/", -1);
        Shelf now = shelf;
        Scenario scenario = now.scenarios().get(ids[0]);
        Persona persona = ids.length == 2 || ids.length == 3 ? now.personas().get(ids[1]) : null;
        if (scenario == null || persona == null) {
            return Optional.empty();
        }
        if (ids.length == 2) {
            return Optional.of(now.scripts().of(new CasePair(persona, scenario, null), today));
        }
        return find(scenario, ids[2]).map(role -> now.scripts().of(new CasePair(persona, scenario, role), today));
    }

    /** The scripts of all pairs that fit, by reference. */
    public Map<String, CaseScript> scripts(LocalDate today) {
        var all = new TreeMap<String, CaseScript>();
        for (Scenario scenario : scenarios()) {
            for (String personaId : fitting(scenario)) {
                String reference = scenario.scenarioId() + "/" + personaId;
                script(reference, today).ifPresent(script -> all.put(reference, script));
            }
        }
        return all;
    }

    private static ProblemException unknown(boolean scenario, boolean persona) {
        var problem = new ProblemException(Failure.INVALID_BODY);
        if (scenario) {
            problem.at("/scenario_id", "there is no such case");
        }
        if (persona) {
            problem.at("/persona_id", "there is no such patient");
        }
        return problem;
    }

    private static ScenarioRole role(Scenario scenario, String roleId) {
        return find(scenario, roleId)
                .orElseThrow(() -> ProblemException.invalidBody("/role_id", "this case has no such role"));
    }

    private static Optional<ScenarioRole> find(Scenario scenario, String roleId) {
        Collection<ScenarioRole> roles = Objects.requireNonNullElse(scenario.roles(), List.of());
        return roles.stream().filter(role -> role.roleId().equals(roleId)).findFirst();
    }
}
