package dev.viva.library;

import dev.viva.content.ContentConfiguration;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The smallest valid content, for tests to break, and the shipped content. */
public final class TestContent {
    public static final SchemaValidator SCHEMAS = new SchemaValidator(Contract.load());
    public static final CaseLibrary SHIPPED = CaseLibrary.load(ContentConfiguration.builtIn(), SCHEMAS);

    public static final String PERSONA = """
            persona_id: ada-king
            name: Ada King
            age: 36
            birthday: 12-10
            sex: female
            pronouns: she/her
            occupation: Mathematician
            address: 1 Mill Street
            next_of_kin: My brother Byron
            height_cm: 165
            summary: Counts everything.
            background: Lives in London.
            personality: Exact.
            affect: Calm
            speech_style: Brief.
            pain_behaviour: Holds the breath
            language: en
            traits: {smoking: never, alcohol: little, lives: alone, work: employed, conditions: [hay-fever]}
            medical_baseline:
              illnesses: Hay fever.
              operations: None.
              medicines: A spray in spring.
              allergies: Only pollen.
              family: All well.
              smoking: Never.
              alcohol: A glass at times.
            faculty_notes: Give her time.
            """;
    public static final String SCENARIO = """
            scenario_id: sore-wrist
            code: T-01
            title: A sore wrist
            version: 1
            date: 2026-11-27
            authors: [Viva]
            sources: [{id: study-2020, text: A study of wrists. 2020.}]
            setting: Clinic
            region: Wrist
            difficulty: introductory
            level: Second year
            objectives: [Examines a wrist]
            task: Take the history and examine the wrist.
            minutes: 15
            briefing: A wrist that hurts.
            guardrails: {min_age: 18, max_age: 60, sexes: [female]}
            roles:
              - {role_id: friend, title: Friend, name: Joris, opening_line: I saw it., instructions: You came along.}
              - {role_id: parent, title: Parent, name: Anne, opening_line: I am her mother., knows: [Onset], instructions: You worry.}
            opening_line: It's my wrist.
            closing_line: Thank you, goodbye.
            subjective:
              - {topic: Onset, cues: [when did it start, since when], examples: [When did it start], reply: A week ago.}
              - {topic: Pain, cues: [how bad], examples: [How bad is it], reply: Four of ten., disclosure: volunteered}
            objective:
              - topic: Grip
                test_id: grip-strength
                cues: [squeeze]
                results:
                  - {side: right, finding: 18 kg, reply: It hurts at the thumb.}
                  - {side: left, finding: 31 kg, reply: That one is fine.}
            treatment_plan: {patient_hopes: To write again., patient_worries: A cast., expected: [A thumb splint for three weeks]}
            diagnosis: De Quervain tenosynovitis (DQT) with swelling
            aliases: [thumb tendonitis]
            red_flags: [{flag: Scaphoid fracture after a fall, covered_by: [Onset]}]
            checklist: [{item: Asks how long it has hurt, part: history, topics: [Onset]}]
            model_note: Sore wrist for a week, tender over the first compartment.
            faculty_notes: Finkelstein is positive.
            """;
    public static final String PERSONA_FILE = "personas/ada-king.yaml";
    public static final String SCENARIO_FILE = "scenarios/sore-wrist.yaml";

    private TestContent() {}

    /** Writes the valid content into the folder. */
    public static Path writeTo(Path dir) throws IOException {
        Files.createDirectories(dir.resolve("personas"));
        Files.createDirectories(dir.resolve("scenarios"));
        Files.writeString(dir.resolve(PERSONA_FILE), PERSONA);
        Files.writeString(dir.resolve(SCENARIO_FILE), SCENARIO);
        return dir;
    }

    public static CaseLibrary load(Path dir) {
        return CaseLibrary.load(ContentConfiguration.only(dir), SCHEMAS);
    }
}
