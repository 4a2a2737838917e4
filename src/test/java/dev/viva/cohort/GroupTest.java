package dev.viva.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.assessment.Scores;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What faculty see of a group's scores, over HTTP. */
@ParameterizedClass
@EnumSource(Engine.class)
class GroupTest extends OnAGroup {
    private static List<String> criteria;

    @BeforeParameterizedClassInvocation
    static void readCriteria() {
        criteria = StreamSupport.stream(
                        api.get("/api/v1/rubrics/communication", null)
                                .json()
                                .path("criteria")
                                .spliterator(),
                        false)
                .map(criterion -> criterion.path("id").asText())
                .toList();
    }

    private void sign(String rater, Api.Opened session, int version, String scores) {
        var stored = api.send(
                "PUT",
                session.path("/assessments/mine"),
                rater,
                Scores.of("communication", version, "signed", scores),
                Map.of("Content-Type", "application/json"));
        assertThat(stored.status()).isEqualTo(200);
    }

    private static String all(int value) {
        return Scores.each(criteria, value, "item_1");
    }

    @Test
    void theMatrixShowsWhatTheCourseMisses() {
        var early = encounter("Kim Lee");
        var late = encounter("kim lee");
        var other = encounter("Noor Haddad");
        encounter("Nobody Assessed");
        sign(ADA, early, 1, all(0));
        sign(ADA, late, 1, all(1));
        sign(GRACE, late, 1, all(0));
        sign(
                ADA,
                other,
                1,
                all(1).replaceFirst("\"value\":1,\"evidence\":\\[\"item_1\"]", "\"comment\":\"Not heard.\""));

        JsonNode matrix = read("/matrix", Api.FACULTY).json();

        assertThat(matrix.path("rows")).hasSize(2);
        assertThat(matrix.path("rows").findValuesAsText("student")).containsExactly("1", "2");
        assertThat(matrix.path("rows").findValuesAsText("encounters")).containsExactlyInAnyOrder("1", "2");
        assertThat(matrix.path("columns")).hasSize(14);
        assertThat(matrix.at("/columns/0/judged").asInt()).isEqualTo(1);
        assertThat(matrix.at("/columns/0/mean").asDouble()).isEqualTo(0.5);
        assertThat(matrix.at("/columns/1/judged").asInt()).isEqualTo(2);
        assertThat(matrix.at("/columns/1/mean").asDouble()).isEqualTo(0.75);
        assertThat(matrix.toString()).doesNotContainIgnoringCase("kim").doesNotContain("ada@");

        sign(ADA, other, 2, all(0));
        assertThat(read("/matrix", Api.FACULTY)
                        .json()
                        .at("/columns/1/at_lowest")
                        .asInt())
                .as("the last version counts")
                .isEqualTo(1);
    }

    /**
     * In an exam a student is shown by a code, another one each time. What they practised under their name is another
     * row: else one could read from it whose the code is.
     */
    @Test
    void aStudentOfTwoExamsIsOneStudentWhoNeverPractised() {
        sign(ADA, encounter("Kim Lee"), 1, all(0));
        sign(ADA, attempt("kim  LEE"), 1, all(0));
        sign(ADA, attempt("Kim Lee"), 1, all(1));
        sign(ADA, attempt("Noor Haddad"), 1, all(1));

        JsonNode matrix = read("/matrix", Api.FACULTY).json();

        assertThat(matrix.path("rows").findValuesAsText("encounters")).containsExactlyInAnyOrder("1", "2", "1");
        assertThat(matrix.at("/columns/0/mean").asDouble()).as("of the latest").isEqualTo(0.667);
        assertThat(matrix.toString()).doesNotContainIgnoringCase("kim").doesNotContainIgnoringCase("noor");
    }

    @Test
    void aRaterSeesNoOthersScoresBeforeTheirOwnAreSigned() {
        var session = encounter("Kim Lee");
        sign(ADA, session, 1, all(1));
        api.send(
                "PUT",
                session.path("/assessments/mine"),
                GRACE,
                Scores.of("communication", 1, "draft", "[]"),
                Map.of("Content-Type", "application/json"));

        assertThat(read("/matrix", GRACE).json().path("rows")).isEmpty();
        assertThat(read("/export", GRACE).raw().body()).isEmpty();
        assertThat(read("/matrix", ADA).json().path("rows")).hasSize(1);
        sign(GRACE, session, 1, all(0));
        assertThat(read("/matrix", GRACE).json().at("/rows/0/raters").asInt()).isEqualTo(2);
    }

    @Test
    void saysHowManyScoresItLeavesOutAndWhetherThereAreOlderEncounters() {
        var session = encounter("Kim Lee");
        sign(ADA, session, 1, all(1));
        sign(ADA, session, 2, all(0));
        api.send(
                "PUT",
                session.path("/assessments/mine"),
                GRACE,
                Scores.of("communication", 1, "draft", "[]"),
                Map.of("Content-Type", "application/json"));

        for (String what : List.of("/matrix", "/agreement")) {
            assertThat(read(what, GRACE).json().path("left_out").asInt())
                    .as(what)
                    .isEqualTo(1);
            assertThat(read(what, ADA).json().path("left_out").asInt()).as(what).isZero();
            assertThat(read(what, ADA).json().path("older").asBoolean(true))
                    .as(what)
                    .isFalse();
        }
        assertThat(read("/export?format=csv", GRACE).header("X-Left-Out")).isEqualTo("1");
        assertThat(read("/export?rubric_id=physiotherapy", GRACE).header("X-Left-Out"))
                .isEqualTo("0");
        assertThat(read("/export?scenario_id=no-such-case", GRACE).header("X-Left-Out"))
                .isEqualTo("0");
        assertThat(read("/export", ADA).header("X-Left-Out")).isEqualTo("0");
    }

    /** The server takes no path with such a name, and a browser reads another path from one of dots. */
    @ParameterizedTest
    @ValueSource(strings = {"PT 2/B", "50%", "a\\b", "..", ".", "a;b", "?#&+"})
    void aGroupOfAnyNameIsReadByTheQuery(String name) {
        var session = encounter("Kim Lee", name);
        sign(ADA, session, 1, all(1));
        String query = "?group_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);

        for (String what : List.of("/matrix", "/agreement")) {
            JsonNode read = api.get("/api/v1/groups/-" + what + query, ADA).json();
            assertThat(read.path("group").asText()).isEqualTo(name);
        }
        JsonNode items = api.get("/api/v1/groups/-/items" + query + "&scenario_id=knee-after-football", ADA)
                .json();
        assertThat(items.path("group").asText()).isEqualTo(name);
        assertThat(api.get("/api/v1/groups/-/export" + query, ADA).raw().body()).contains(session.id());
        assertThat(api.get("/api/v1/groups/-/export", ADA).raw().body())
                .as("a group may have the name that stands in the path")
                .doesNotContain(session.id());
    }

    @Test
    void theQueryNamesNoGroupThatCannotBe() {
        assertThat(api.get("/api/v1/groups/-/matrix?group_name=a%0Ab", ADA).status())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/groups/-/matrix?group_name=" + "a".repeat(101), ADA)
                        .status())
                .isEqualTo(400);
        assertThat(api.get(
                                "/api/v1/groups/-/matrix?group_name=PT-2B",
                                api.open().grant())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void agreementIsToldFromTenEncountersOn() {
        for (int i = 0; i < 9; i++) {
            both(encounter("Student " + i), i % 2, i % 2);
        }
        JsonNode few = read("/agreement", Api.FACULTY).json().at("/criteria/0");
        assertThat(few.path("too_few").asBoolean()).isTrue();
        assertThat(few.path("encounters").asInt()).isEqualTo(9);
        assertThat(few.has("percent")).isFalse();
        assertThat(few.has("cohen_kappa")).isFalse();

        both(encounter("Student 9"), 1, 0);
        var reopened = encounter("Student 10");
        both(reopened, 0, 0);
        sign(ADA, reopened, 2, all(1));

        JsonNode enough = read("/agreement", Api.FACULTY).json().at("/criteria/0");
        assertThat(enough.path("too_few").asBoolean()).isFalse();
        assertThat(enough.path("encounters").asInt()).isEqualTo(11);
        assertThat(enough.path("percent").asDouble()).as("first versions alone").isEqualTo(90.9);
        assertThat(enough.path("cohen_kappa").asDouble()).isEqualTo(0.814);
        assertThat(enough.path("krippendorff_alpha").asDouble()).isEqualTo(0.821);
    }

    private static final String SUMMARY = Scores.one("summary", 1, "item_1");

    private static String summary(boolean confirmed) {
        String verdict = "{\"candidate_id\":\"communication/summary\",\"item_id\":\"item_1\",\"confirmed\":%b}"
                .formatted(confirmed);
        return all(1).replace(SUMMARY, SUMMARY.replaceFirst("}$", ",\"confirmed_proposal\":[" + verdict + "]}"));
    }

    @Test
    void candidatesCountOnceRatersHaveConfirmedThem() {
        var confirmed = encounter("Kim Lee");
        sign(ADA, confirmed, 1, summary(true));
        var differed = encounter("Noor Haddad");
        sign(ADA, differed, 1, summary(true));
        sign(GRACE, differed, 1, summary(false));
        sign(ADA, encounter("Sam Okoro"), 1, all(1));

        JsonNode column = criterion(read("/matrix", Api.FACULTY).json().path("columns"), "summary");
        assertThat(column.path("judged").asInt()).isEqualTo(3);
        assertThat(column.path("confirmed").asInt())
                .as("more have confirmed than refused")
                .isEqualTo(1);
        assertThat(criterion(read("/matrix", Api.FACULTY).json().path("columns"), "introduction")
                        .has("confirmed"))
                .isFalse();
        JsonNode few = criterion(read("/agreement", Api.FACULTY).json().path("criteria"), "summary");
        assertThat(few.path("candidates").asInt()).as("with two verdicts").isEqualTo(1);
        assertThat(few.has("candidates_percent")).isFalse();
        String csv = read("/export?format=csv", Api.FACULTY).raw().body();
        assertThat(csv).contains(",communication/summary:item_1,\r\n", ",,communication/summary:item_1\r\n");
        assertThat(read("/export", Api.FACULTY).raw().body()).contains("\"confirmed_proposal\":[");
    }

    @Test
    void aCandidateOfACriterionWithoutAValueCounts() {
        sign(ADA, encounter("Kim Lee"), 1, withoutValue(summary(true)));
        sign(ADA, encounter("Noor Haddad"), 1, withoutValue(summary(false)));

        JsonNode matrix = read("/matrix", Api.FACULTY).json();

        JsonNode column = criterion(matrix.path("columns"), "summary");
        assertThat(column.path("judged").asInt()).isZero();
        assertThat(column.path("confirmed").asInt()).isEqualTo(1);
        assertThat(matrix.at("/rows/0/cells").findValuesAsText("criterion_id")).doesNotContain("summary");
    }

    private static String withoutValue(String scores) {
        return scores.replace("\"summary\",\"value\":1", "\"summary\",\"comment\":\"Not heard.\"");
    }

    @Test
    void agreementOnCandidatesIsToldFromTenOn() {
        for (int i = 0; i < 10; i++) {
            var session = encounter("Student " + i);
            sign(ADA, session, 1, summary(i % 2 == 0));
            sign(GRACE, session, 1, summary(i % 2 == 0 || i == 9));
        }

        JsonNode summary = criterion(read("/agreement", Api.FACULTY).json().path("criteria"), "summary");
        assertThat(summary.path("candidates").asInt()).isEqualTo(10);
        assertThat(summary.path("candidates_percent").asDouble()).isEqualTo(90);
        assertThat(summary.path("candidates_alpha").asDouble()).isEqualTo(0.808);
    }

    private static JsonNode criterion(JsonNode list, String id) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(one -> one.path("criterion_id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void both(Api.Opened session, int ada, int grace) {
        sign(ADA, session, 1, all(ada));
        sign(GRACE, session, 1, all(grace));
    }

    @Test
    void exportsWithoutNamesUnlessAskedFor() {
        var session = encounter("Kim Lee");
        sign(ADA, session, 1, all(1).replaceFirst("}", ",\"comment\":\"=1+1, she said\"}"));

        for (String format : List.of("", "?format=ndjson", "?format=json", "?format=csv")) {
            assertThat(read("/export" + format, Api.FACULTY).raw().body())
                    .contains(session.id())
                    .doesNotContain("Kim Lee");
        }
        for (String format : List.of("ndjson", "json", "csv")) {
            assertThat(read("/export?names=true&format=" + format, Api.FACULTY)
                            .raw()
                            .body())
                    .contains("Kim Lee");
        }
        var rows = read("/export", Api.FACULTY).raw().body().lines().toList();
        assertThat(rows).hasSize(14);
        assertThat("{\"scores\":[" + String.join(",", rows) + "]}")
                .as("the same in each format")
                .isEqualTo(read("/export?format=json", Api.FACULTY).raw().body());
        assertThat(read("/export?rubric_id=physiotherapy", Api.FACULTY).raw().body())
                .isEmpty();
        assertThat(read("/export?format=json", Api.FACULTY).json().path("scores"))
                .hasSize(14);
    }

    @Test
    void csvRunsNoFormulaAndMayBeginWithAMark() {
        var session = encounter("=Kim");
        sign(ADA, session, 1, all(1).replaceFirst("}", ",\"comment\":\"=1+1, she said\"}"));

        String csv = read("/export?format=csv&names=true", Api.FACULTY).raw().body();

        assertThat(csv).startsWith("session_id,participant,").contains(",\"'=1+1, she said\",,\r\n");
        assertThat(csv).contains("," + "'=Kim,");
        assertThat(csv.split("\r\n")).hasSize(15);
        assertThat(read("/export?format=csv&bom=true", Api.FACULTY).raw().body())
                .startsWith("\uFEFFsession_id,scenario_id,");
    }

    @Test
    void csvHasSemicolonsWhereTheReaderAsksForThem() {
        var session = encounter("Kim Lee");
        sign(ADA, session, 1, all(1).replaceFirst("}", ",\"comment\":\"Well; then, good\"}"));

        String csv = read("/export?format=csv&names=true&separator=semicolon", Api.FACULTY)
                .raw()
                .body();

        assertThat(csv).startsWith("session_id;participant;scenario_id;").contains(";\"Well; then, good\";;\r\n");
        assertThat(csv.lines().skip(1)).hasSize(14).allMatch(row -> row.startsWith(session.id() + ";Kim Lee;"));
        assertThat(read("/export?format=csv&separator=comma", Api.FACULTY).raw().body())
                .isEqualTo(read("/export?format=csv", Api.FACULTY).raw().body())
                .startsWith("session_id,scenario_id,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"separator=tab", "separator=", "separator=;", "bom=yes", "format=xlsx"})
    void anExportRefusesAnUnknownForm(String query) {
        var refused = read("/export?" + query, Api.FACULTY);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/query/" + query.split("=")[0]);
    }

    @Test
    void theContractsExamplesHaveTheColumnsAndMembersOfAnExport() throws Exception {
        Contract contract = Contract.load();
        JsonNode shown = contract.json().at("/paths/~1api~1v1~1groups~1{group}~1export/get/responses/200/content");

        List<String> csv = shown.at("/text~1csv/example").asText().lines().toList();
        String header = csv.getFirst();
        assertThat(read("/export?format=csv", Api.FACULTY).raw().body()).isEqualTo(header + "\r\n");
        assertThat(csv)
                .hasSizeGreaterThan(1)
                .allSatisfy(row -> assertThat(row.split(",", -1)).hasSameSizeAs(header.split(",")));

        List<String> rows =
                shown.at("/application~1x-ndjson/example").asText().lines().toList();
        var schemas = new SchemaValidator(contract);
        assertThat(rows).isNotEmpty();
        for (String row : rows) {
            assertThat(schemas.validate("ExportedScore", new ObjectMapper().readTree(row)))
                    .isEmpty();
        }
    }

    @Test
    void useByFacultyIsRecordedAndNobodyElseMay() {
        for (String what : List.of("/matrix", "/agreement", "/export")) {
            assertThat(read(what, ADA).status()).isEqualTo(200);
            assertThat(read(what, api.open().grant()).status()).isEqualTo(403);
            assertThat(read(what, ISSUER.student("kim")).status()).isEqualTo(403);
        }

        assertThat(api.get("/api/v1/audit", Api.FACULTY).json().path("entries").findValuesAsText("operation"))
                .contains("getMatrix", "getAgreement", "exportScores");
    }

    @Test
    void anErasedEncounterCountsNoMore() {
        var session = encounter("Kim Lee");
        sign(ADA, session, 1, all(1));
        assertThat(read("/matrix", Api.FACULTY).json().path("rows")).hasSize(1);

        api.erase(session.id());

        assertThat(read("/matrix", Api.FACULTY).json().path("rows")).isEmpty();
        assertThat(read("/export", Api.FACULTY).raw().body()).isEmpty();
    }
}
