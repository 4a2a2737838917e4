package dev.viva.cohort;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.access.SessionAccess;
import dev.viva.api.GroupsApi;
import dev.viva.assessment.SignedAssessments;
import dev.viva.library.CaseLibrary;
import dev.viva.model.Rubric;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What faculty see of a group. Thread-safe. */
final class GroupResource implements GroupsApi {
    /** So many encounters are read at a time; a class has fewer in a year. */
    static final int MAX_ENCOUNTERS = 1_000;
    /** The debriefs of 60 encounters take some seconds to compute. */
    static final int MAX_DEBRIEFS = 60;

    private static final String DEFAULT_RUBRIC = "communication";
    private static final MediaType NDJSON = new MediaType("application", "x-ndjson");
    private static final MediaType CSV = new MediaType("text", "csv").withCharset("utf-8");

    private final Database database;
    private final CaseLibrary library;
    private final Views views;
    private final ObjectMapper json;

    /** What is computed from debriefs. */
    record Views(ItemView items, FidelityView fidelity) {}

    GroupResource(Database database, CaseLibrary library, Views views, ObjectMapper json) {
        this.database = database;
        this.library = library;
        this.views = views;
        this.json = json;
    }

    @Override
    public Response getMatrix(
            Principal caller,
            String group,
            @Nullable String groupName,
            @Nullable String scenarioId,
            @Nullable String rubricId) {
        Group of = group(caller, name(group, groupName), scenarioId);
        return Response.ok(new MatrixView(rubric(rubricId), students(of)).of(of))
                .build();
    }

    @Override
    public Response getItemMatrix(Principal caller, String group, String scenarioId, @Nullable String groupName) {
        Group of = group(caller, name(group, groupName), scenarioId);
        List<Session> encounters = database.read()
                .withExtension(GroupDao.class, dao -> dao.ended(of.name(), scenarioId, MAX_DEBRIEFS + 1));
        return Response.ok(views.items().of(of.name(), scenarioId, encounters, students(of)))
                .build();
    }

    @Override
    public Response getFidelity(Principal caller, @Nullable String scenarioId, @Nullable String group) {
        SessionAccess.requireFaculty(caller);
        List<Session> encounters = database.read()
                .withExtension(GroupDao.class, dao -> dao.endedAnywhere(group, scenarioId, MAX_DEBRIEFS + 1));
        return Response.ok(views.fidelity().of(encounters)).build();
    }

    @Override
    public Response getAgreement(
            Principal caller,
            String group,
            @Nullable String groupName,
            @Nullable String scenarioId,
            @Nullable String rubricId) {
        Group of = group(caller, name(group, groupName), scenarioId);
        return Response.ok(new AgreementView(rubric(rubricId)).of(of)).build();
    }

    @Override
    public Response exportScores(
            Principal caller,
            String group,
            @Nullable String groupName,
            @Nullable String scenarioId,
            @Nullable String rubricId,
            @Nullable String format,
            @Nullable String names,
            @Nullable String bom,
            @Nullable String separator) {
        if (rubricId != null) {
            rubric(rubricId);
        }
        Group of = group(caller, name(group, groupName), scenarioId);
        var export = new ScoreExport(of, rubricId, Boolean.parseBoolean(names), json);
        int leftOut = database.read()
                .withExtension(GroupDao.class, dao -> dao.leftOut(of.name(), scenarioId, rubricId, caller.getName()));
        var file = switch (format == null ? "ndjson" : format) {
            case "csv" ->
                file(out -> export.csv(out, Boolean.parseBoolean(bom), separator(separator)), CSV, "scores.csv");
            case "json" -> file(export::json, MediaType.APPLICATION_JSON_TYPE, "scores.json");
            default -> file(export::ndjson, NDJSON, "scores.ndjson");
        };
        return file.header("X-Left-Out", leftOut).build();
    }

    private static char separator(@Nullable String name) {
        return "semicolon".equals(name) ? ';' : ',';
    }

    private static Response.ResponseBuilder file(StreamingOutput written, MediaType type, String name) {
        return Response.ok(written, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    }

    /** Of the name in the path, which a proxy or the server may refuse to take, and the one in the query. */
    private static String name(String group, @Nullable String groupName) {
        return groupName == null ? group : groupName;
    }

    private Group group(Principal caller, String group, @Nullable String scenarioId) {
        SessionAccess.requireFaculty(caller);
        if (group.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(Failure.NOT_FOUND);
        }
        var assessments = new SignedAssessments(database);
        return new Group(
                database, (ids, rubricId) -> assessments.of(ids, rubricId, caller.getName()), group, scenarioId);
    }

    private Students students(Group group) {
        return new Students(database.read().withExtension(GroupDao.class, dao -> dao.takers(group.name())));
    }

    private Rubric rubric(@Nullable String rubricId) {
        return library.rubric(rubricId == null ? DEFAULT_RUBRIC : rubricId)
                .orElseThrow(() -> new ProblemException(Failure.INVALID_PARAMETER)
                        .at("/query/rubric_id", "there is no such rubric"));
    }
}
