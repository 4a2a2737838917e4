package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.WireJson;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.session.CaseNames;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.storage.Transaction;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class PhaseAndSpeakerTest {
    private static final CaseNames WITH_MOTHER = session ->
            new CaseNames.Names("Wheezy after football", "Sami Haddad", "Amira Haddad", "en", "en", Set.of());

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private TranscriptLog log;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(engine, folder);
        log = new TranscriptLog(database, WITH_MOTHER, WireJson.mapper(), clock);
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    @Test
    void lineIsStoredWithThePhaseOfThatMoment() {
        Session session = Databases.session(database, clock);
        log.append(session.id(), line("item_1", Role.STUDENT, "Hello"));
        enter(session, Phase.OBJECTIVE);
        log.append(session.id(), line("item_2", Role.STUDENT, "Bend your knee, please."));
        enter(session, Phase.TREATMENT_PLAN);
        log.appendFromProvider(session.id(), line("item_3", Role.PATIENT, "And now?"));

        assertThat(turns(session))
                .extracting(Turn::phase)
                .containsExactly(Phase.SUBJECTIVE, Phase.OBJECTIVE, Phase.TREATMENT_PLAN);
        assertThat(payloads(session)).anyMatch(event -> event.contains("\"phase\":\"objective\",\"text\":\"Bend"));
    }

    @Test
    void revisionKeepsThePhaseOfTheLine() {
        Session session = Databases.session(database, clock);
        log.append(session.id(), line("item_1", Role.STUDENT, "Helo"));
        enter(session, Phase.OBJECTIVE);
        log.appendFromProvider(session.id(), line("item_1", Role.STUDENT, "Hello"));

        assertThat(turns(session)).extracting(Turn::phase).containsExactly(Phase.SUBJECTIVE);
    }

    @Test
    void onlyLinesOfThePatientNameWhoSpeaksInPlaceOfThePatient() {
        Session session = Databases.session(database, "Amira Haddad", clock);
        log.append(session.id(), line("item_1", Role.STUDENT, "Hello"));
        log.append(session.id(), line("item_2", Role.PATIENT, "He wheezes."));

        assertThat(turns(session)).extracting(Turn::speaker).containsExactly(null, "Amira Haddad");
    }

    @Test
    void revisedRoleChangesTheSpeaker() {
        Session session = Databases.session(database, "Amira Haddad", clock);
        log.append(session.id(), line("item_1", Role.STUDENT, "He wheezes."));
        log.append(session.id(), line("item_2", Role.PATIENT, "Since when?"));
        log.appendFromProvider(session.id(), line("item_1", Role.PATIENT, "He wheezes."));
        log.appendFromProvider(session.id(), line("item_2", Role.STUDENT, "Since when?"));

        assertThat(turns(session)).extracting(Turn::speaker).containsExactly("Amira Haddad", null);
    }

    @Test
    void patientIsNotNamedAsASpeaker() {
        Session session = Databases.session(database, clock);
        log.append(session.id(), line("item_1", Role.PATIENT, "My knee hurts."));

        assertThat(turns(session)).extracting(Turn::speaker).containsOnlyNulls();
    }

    @Test
    void linesOfAnEarlierVersionAreReadWithPhaseAndSpeaker() {
        Session session = Databases.session(database, clock);
        log.append(session.id(), line("item_1", Role.STUDENT, "Hello"));
        log.append(session.id(), line("item_2", Role.PATIENT, "He wheezes."));
        enter(session, Phase.OBJECTIVE);
        log.append(session.id(), line("item_3", Role.PATIENT, "Now he coughs."));
        storeAsAnEarlierVersionDid(session);

        assertThat(payloads(session)).noneMatch(event -> event.contains("\"phase\":\"subjective\""));
        assertThat(turns(session))
                .extracting(Turn::phase)
                .containsExactly(Phase.SUBJECTIVE, Phase.SUBJECTIVE, Phase.OBJECTIVE);
        assertThat(turns(session)).extracting(Turn::speaker).containsExactly(null, "Amira Haddad", "Amira Haddad");
    }

    private void storeAsAnEarlierVersionDid(Session session) {
        database.commits().run(session.id(), transaction -> transaction.update(new Transaction.Sql("""
                UPDATE session_event SET payload = REPLACE(REPLACE(payload, '"phase":"subjective",', ''), '"phase":"objective",', '')
                WHERE type = 'turn'
                """)));
        database.commits()
                .run(
                        session.id(),
                        transaction ->
                                transaction.update(new Transaction.Sql("UPDATE session SET role_id = 'mother'")));
    }

    private void enter(Session session, Phase phase) {
        database.commits().run(session.id(), transaction -> {
            transaction.dao(SessionDao.class).setPhase(session.id(), phase.toString());
            log.appendEventIn(transaction, session.id(), Events.phase(session.id(), phase));
        });
    }

    private List<Turn> turns(Session session) {
        return log.inReadingOrder(database.read()
                .withExtension(SessionDao.class, sessions -> sessions.find(session.id()))
                .orElseThrow());
    }

    private List<String> payloads(Session session) {
        return log.eventsAfter(session.id(), 0, 100).stream()
                .map(EventDao.Row::payload)
                .toList();
    }

    private static TranscriptLine line(String item, Role role, String text) {
        return new TranscriptLine(item, role, text, true, null, null, null, null, null);
    }
}
