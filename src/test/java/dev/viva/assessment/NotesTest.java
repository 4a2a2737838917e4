package dev.viva.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class NotesTest {
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);

    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;
    private Api.Opened session;

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(engine, data, CLOCK, ISSUER.settings());
        TestIssuer.untilKnownTo(server);
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        session = api.open();
    }

    private Api.Reply write(String bearer, String id, String visibility, @Nullable String anchor) {
        var note = new ObjectMapper()
                .createObjectNode()
                .put("note_id", id)
                .put("visibility", visibility)
                .put("text", "A note.");
        String body = note.toString();
        return api.post(
                session.path("/notes"),
                bearer,
                anchor == null ? body : body.substring(0, body.length() - 1) + ",\"anchor\":" + anchor + "}");
    }

    private JsonNode read(String bearer) {
        return api.get(session.path("/notes"), bearer).json().path("notes");
    }

    private List<String> ids(String bearer) {
        return StreamSupport.stream(read(bearer).spliterator(), false)
                .map(note -> note.path("note_id").asText())
                .toList();
    }

    private int delete(String bearer, String id) {
        return api.send("DELETE", session.path("/notes/" + id), bearer, null, Map.of())
                .status();
    }

    @Test
    void eachReadsTheirOwnNotesAndThoseForThem() {
        String ada = ISSUER.faculty("ada");
        String grace = ISSUER.faculty("grace");
        write(ada, "of-ada-for-faculty", "faculty", null);
        write(ada, "of-ada-for-student", "student", null);
        write(session.grant(), "of-student-for-faculty", "faculty", null);
        write(session.grant(), "of-student-alone", "student", null);

        assertThat(ids(ada))
                .isEqualTo(ids(grace))
                .containsExactlyInAnyOrder("of-ada-for-faculty", "of-ada-for-student", "of-student-for-faculty");
        assertThat(ids(session.grant()))
                .containsExactlyInAnyOrder("of-ada-for-student", "of-student-for-faculty", "of-student-alone");
        assertThat(read(grace).findValuesAsText("own")).containsOnly("false");
        assertThat(read(ada).findValuesAsText("own")).containsExactlyInAnyOrder("true", "true", "false");
    }

    @Test
    void aStudentWhoIsLoggedInExportsTheNotesThatAreTheirs() {
        String kim = ISSUER.student("kim");
        session = new Api.Opened(
                api.post("/api/v1/sessions", kim, Api.CASE)
                        .json()
                        .at("/session/session_id")
                        .asText(),
                kim);
        write(kim, "of-student", "student", null);
        write(Api.FACULTY, "for-student", "student", null);
        write(Api.FACULTY, "for-faculty", "faculty", null);

        assertThat(api.get("/api/v1/me/export", kim)
                        .json()
                        .at("/sessions/0/notes")
                        .findValuesAsText("note_id"))
                .containsExactlyInAnyOrder("of-student", "for-student");
    }

    @Test
    void storesANoteOnceAndRefusesAnotherUnderItsId() {
        assertThat(write(session.grant(), "note", "faculty", null).status()).isEqualTo(201);
        assertThat(write(session.grant(), "note", "faculty", null).status()).isEqualTo(200);
        var other = write(session.grant(), "note", "student", null);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("code").asText()).isEqualTo("item_conflict");
        assertThat(write(Api.FACULTY, "note", "faculty", null).status()).isEqualTo(409);
        assertThat(ids(session.grant())).containsExactly("note");
    }

    @Test
    void onlyTheAuthorDeletesANote() {
        String ada = ISSUER.faculty("ada");
        write(ada, "of-ada", "student", null);
        write(session.grant(), "of-student", "student", null);

        assertThat(delete(session.grant(), "of-ada")).isEqualTo(403);
        assertThat(delete(ISSUER.faculty("grace"), "of-ada")).isEqualTo(403);
        assertThat(delete(ada, "of-student")).as("it is the student's alone").isEqualTo(404);
        assertThat(delete(ada, "of-ada")).isEqualTo(204);
        assertThat(delete(ada, "of-ada")).isEqualTo(404);
        assertThat(ids(session.grant())).containsExactly("of-student");
    }

    @Test
    void keepsTheWordsOfALineThatIsRevisedLater() {
        api.relay(session, "item_1", "student", "Does it hurt on the stairs?");
        String anchor = "{\"item_id\":\"item_1\",\"start\":8,\"end\":12}";
        var written = write(Api.FACULTY, "note", "student", anchor);
        assertThat(written.json().at("/anchor/quote").asText()).isEqualTo("hurt");

        revise("So does it hurt on the stairs?");
        assertThat(read(session.grant()).at("/0/anchor").toString())
                .isEqualTo("{\"item_id\":\"item_1\",\"quote\":\"hurt\",\"start\":11,\"end\":15,\"changed\":false}");

        revise("So does it burn on the stairs?");
        assertThat(read(session.grant()).at("/0/anchor").toString())
                .isEqualTo("{\"item_id\":\"item_1\",\"quote\":\"hurt\",\"changed\":true}");
        assertThat(write(Api.FACULTY, "note", "student", anchor).status())
                .as("sent again")
                .isEqualTo(200);
    }

    /** As the sideband does when the provider's text differs from the relayed line. */
    private void revise(String text) {
        engine.jdbi(data).useHandle(h -> {
            String payload = h.createQuery("SELECT payload FROM session_event WHERE session_id = :id AND type = 'turn'")
                    .bind("id", session.id())
                    .mapTo(String.class)
                    .one();
            long seq = h.createQuery("UPDATE session SET last_seq = last_seq + 1 WHERE id = :id RETURNING last_seq")
                    .bind("id", session.id())
                    .mapTo(Long.class)
                    .one();
            h.createUpdate("INSERT INTO session_event (session_id, seq, type, item_id, payload, created_at)"
                            + " VALUES (:id, :seq, 'turn_revised', 'item_1', :payload, 0)")
                    .bind("id", session.id())
                    .bind("seq", seq)
                    .bind(
                            "payload",
                            payload.replace("\"type\":\"turn\"", "\"type\":\"turn_revised\"")
                                    .replace("Does it hurt on the stairs?", text))
                    .execute();
        });
    }

    @Test
    void refusesWordsThatTheSessionDoesNotHave() {
        api.relay(session, "item_1", "student", "Hello");

        assertThat(write(session.grant(), "a", "faculty", "{\"item_id\":\"item_2\"}")
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/anchor/item_id");
        assertThat(write(session.grant(), "a", "faculty", "{\"item_id\":\"item_1\",\"end\":6}")
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/anchor/end");
    }

    @Test
    void aSessionTakesABoundedNumberOfNotesOfItsStudent() {
        engine.jdbi(data)
                .useHandle(h -> h.createUpdate("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                + " WHERE i < " + Notes.MAX_OF_STUDENT + ")"
                                + " INSERT INTO note (session_id, note_id, author, author_role, visibility, words, created_at)"
                                + " SELECT :id, 'note_' || i, '', 'student', 'student', 'A note.', i FROM n")
                        .bind("id", session.id())
                        .execute());

        var refused = write(session.grant(), "one-more", "student", null);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("session_full");
        assertThat(write(session.grant(), "note_1", "student", null).status())
                .as("stored before")
                .isEqualTo(200);
        assertThat(write(Api.FACULTY, "of-faculty", "student", null).status()).isEqualTo(201);
        assertThat(ids(session.grant())).hasSize(Notes.MAX_OF_STUDENT + 1);
    }

    @Test
    void erasesNotesAndAssessmentsWithTheirSession() {
        var kept = api.open();
        write(session.grant(), "of-student", "student", null);
        for (var one : List.of(session, kept)) {
            api.post(one.path("/notes"), Api.FACULTY, "{\"note_id\":\"n\",\"visibility\":\"faculty\",\"text\":\"A.\"}");
            api.send(
                    "PUT",
                    one.path("/assessments/mine"),
                    Api.FACULTY,
                    Scores.of("physiotherapy", 1, "draft", "[]"),
                    Map.of("Content-Type", "application/json"));
        }
        assertThat(rows(session)).isEqualTo(3);

        assertThat(api.erase(session.id()).status()).isEqualTo(204);

        assertThat(rows(session)).isZero();
        assertThat(rows(kept)).isEqualTo(2);
        assertThat(api.get(session.path("/notes"), Api.FACULTY).status()).isEqualTo(404);
        assertThat(write(session.grant(), "late", "student", null).status()).isEqualTo(404);
    }

    private int rows(Api.Opened one) {
        return engine.jdbi(data)
                .withHandle(h -> h.createQuery("SELECT (SELECT COUNT(*) FROM note WHERE session_id = :id)"
                                + " + (SELECT COUNT(*) FROM assessment WHERE session_id = :id)")
                        .bind("id", one.id())
                        .mapTo(Integer.class)
                        .one());
    }
}
