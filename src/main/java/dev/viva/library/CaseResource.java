package dev.viva.library;

import dev.viva.access.Faculty;
import dev.viva.access.SessionAccess;
import dev.viva.api.CasesApi;
import dev.viva.content.CanonicalJson;
import dev.viva.http.NoStoreFilter;
import dev.viva.model.Persona;
import dev.viva.model.PersonaList;
import dev.viva.model.Scenario;
import dev.viva.model.ScenarioList;
import dev.viva.model.ScenarioView;
import dev.viva.patient.CasePair;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Serves the patients and cases that a student can choose from. Thread-safe. */
final class CaseResource implements CasesApi {
    private final CaseLibrary library;
    private final IntUnaryOperator promised;
    private final Function<String, Optional<CasePair>> ofSession;

    /**
     * @param promised gives, for the minutes of a case, those that students get
     * @param ofSession gives the case of a session, by its id, as it was when the session began
     */
    CaseResource(CaseLibrary library, IntUnaryOperator promised, Function<String, Optional<CasePair>> ofSession) {
        this.library = library;
        this.promised = promised;
        this.ofSession = ofSession;
    }

    @Override
    public Response listPersonas(String ifNoneMatch) {
        return reply(
                new PersonaList(library.personas().stream().map(Views::persona).toList()));
    }

    @Override
    public Response getPersona(Optional<Principal> caller, String personaId, String ifNoneMatch) {
        Persona persona = library.persona(personaId).orElseThrow(CaseResource::notFound);
        return isFaculty(caller) ? answers(Views.personaForFaculty(persona)) : reply(Views.persona(persona));
    }

    @Override
    public Response listScenarios(String ifNoneMatch) {
        return reply(
                new ScenarioList(library.scenarios().stream().map(this::view).toList()));
    }

    @Override
    public Response getScenario(Optional<Principal> caller, String scenarioId, String ifNoneMatch) {
        Scenario scenario = library.scenario(scenarioId).orElseThrow(CaseResource::notFound);
        return isFaculty(caller)
                ? answers(Views.scenarioForFaculty(scenario, library.fitting(scenario), minutes(scenario)))
                : reply(view(scenario));
    }

    @Override
    public Response getCaseSheet(
            Principal caller,
            String scenarioId,
            @Nullable String personaId,
            @Nullable String sessionId,
            String ifNoneMatch) {
        SessionAccess.requireFaculty(caller);
        var sheets = new Sheets(library);
        String page =
                sessionId == null ? sheets.html(scenarioId, personaId) : sheets.html(frozen(scenarioId, sessionId));
        return Response.fromResponse(answers(page))
                .type(MediaType.TEXT_HTML_TYPE.withCharset(StandardCharsets.UTF_8.name()))
                .build();
    }

    private CasePair frozen(String scenarioId, String sessionId) {
        return ofSession
                .apply(sessionId)
                .filter(pair -> pair.scenario().scenarioId().equals(scenarioId))
                .orElseThrow(CaseResource::notFound);
    }

    /** A grant shows its bearer no more than anybody sees. */
    private static boolean isFaculty(Optional<Principal> caller) {
        return caller.filter(Faculty.class::isInstance).isPresent();
    }

    private ScenarioView view(Scenario scenario) {
        return Views.scenario(scenario, library.fitting(scenario), minutes(scenario));
    }

    private int minutes(Scenario scenario) {
        return promised.applyAsInt(scenario.minutes());
    }

    private static ProblemException notFound() {
        return new ProblemException(Failure.NOT_FOUND);
    }

    /** A view for faculty, with the answers: the browser of a shared computer must keep nothing of it. */
    private static Response answers(Object view) {
        return reply(view, NoStoreFilter.NO_STORE);
    }

    /**
     * The entity tag is a digest of the reply, not of the whole library. It changes when the content changes, or when a
     * new version of the service shows more. It does not change when another case changes.
     */
    static Response reply(Object view) {
        return reply(view, "private, no-cache");
    }

    private static Response reply(Object view, String cacheControl) {
        return Response.ok(view)
                .tag(new EntityTag(CanonicalJson.digest(CanonicalJson.write(view))))
                .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
                .build();
    }
}
