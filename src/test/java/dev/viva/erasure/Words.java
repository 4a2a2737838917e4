package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * What one student leaves in a service: a marker that is part of everything they say and of who they are, so that any
 * remainder is found in raw bytes.
 */
final class Words {
    private final String marker;
    private final Api.Opened session;

    private Words(String marker, Api.Opened session) {
        this.marker = marker;
        this.session = session;
    }

    /** Holds a whole encounter in which everything the student gives contains the marker, and ends it. */
    static Words said(String marker, Api api, TestClock clock) {
        var created = api.send(
                        "POST",
                        "/api/v1/sessions",
                        null,
                        Api.CASE.substring(0, Api.CASE.length() - 1) + ",\"participant\":{\"name\":\"Name " + marker
                                + "\",\"group\":\"Group " + marker + "\"}}",
                        Map.of(
                                "Content-Type",
                                "application/json",
                                "Idempotency-Key",
                                UUID.randomUUID().toString()))
                .json();
        var session = new Api.Opened(
                created.at("/session/session_id").asText(),
                created.path("access_token").asText());
        for (int i = 0; i < 40; i++) {
            // Short lines, and long ones that fill pages or are stored beside the table.
            String words = marker + " " + (i % 8 == 0 ? noise(6_000) : "and so on") + " " + marker;
            assertThat(api.relay(session, "item_" + marker + i, "student", words)
                            .status())
                    .isEqualTo(201);
        }
        api.post(
                session.path("/transcript/errors"),
                session.grant(),
                "{\"item_id\":\"unheard_" + marker + "\",\"detail\":\"Not heard: " + marker + "\"}");
        api.post(
                session.path("/say"),
                session.grant(),
                "{\"item_id\":\"typed_" + marker + "\",\"text\":\"Hello " + marker + "\"}");
        noted(marker, api, session);
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        clock.advance(Duration.ofSeconds(11));
        Until.isTrue(
                "it is closed",
                () -> "closed"
                        .equals(api.get(session.path(""), session.grant())
                                .json()
                                .path("state")
                                .asText()));
        return new Words(marker, session);
    }

    /** What the student and faculty write about the encounter. */
    private static void noted(String marker, Api api, Api.Opened session) {
        String anchor = "\"anchor\":{\"item_id\":\"item_" + marker + "1\",\"end\":" + marker.length() + "}";
        for (String bearer : List.of(session.grant(), Api.FACULTY)) {
            String id = bearer.equals(Api.FACULTY) ? "of_faculty_" : "of_student_";
            assertThat(api.post(
                                    session.path("/notes"),
                                    bearer,
                                    "{\"note_id\":\"" + id + marker + "\",\"visibility\":\"student\",\"text\":\"See "
                                            + marker + "\"," + anchor + "}")
                            .status())
                    .isEqualTo(201);
        }
        assertThat(api.send(
                                "PUT",
                                session.path("/assessments/mine"),
                                Api.FACULTY,
                                "{\"rubric_id\":\"communication\",\"rubric_version\":\"1\",\"version\":1,\"state\":\"draft\","
                                        + "\"scores\":[{\"criterion_id\":\"summary\",\"comment\":\"About " + marker
                                        + "\"}]}",
                                Map.of("Content-Type", "application/json"))
                        .status())
                .isEqualTo(200);
    }

    /** Text that no compression shortens. */
    private static String noise(int length) {
        byte[] bytes = new byte[length * 3 / 4];
        new Random(7).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    Api.Opened session() {
        return session;
    }

    String marker() {
        return marker;
    }

    /** Which of them any table of the database contains, in any column. */
    static Set<String> inTables(Jdbi database, List<Words> all) {
        var found = new LinkedHashSet<String>();
        for (String table : tables(database)) {
            String rows = database.withHandle(h ->
                            h.createQuery("SELECT * FROM " + table).mapToMap().list())
                    .toString();
            all.stream().filter(words -> rows.contains(words.marker)).forEach(words -> found.add(words.marker));
        }
        return found;
    }

    private static List<String> tables(Jdbi database) {
        try (var handle = database.open()) {
            var names = new ArrayList<String>();
            var connection = handle.getConnection();
            try (var rows =
                    connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
                while (rows.next()) {
                    names.add(rows.getString("TABLE_NAME"));
                }
            }
            return names;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Which of them the bytes of a file, or of all files under a folder, contain. */
    static Set<String> inFiles(Path place, List<Words> all) {
        var found = new LinkedHashSet<String>();
        try (var files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = bytes(file);
                all.stream().filter(words -> bytes.contains(words.marker)).forEach(words -> found.add(words.marker));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** A service that runs may remove a file after it was listed. */
    private static String bytes(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }
}
