package dev.viva.patient;

import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The smallest valid content, for tests to break, and the shipped content. */
final class TestContent {
    static final SchemaValidator SCHEMAS = new SchemaValidator(Contract.load());
    static final CaseLibrary SHIPPED = CaseLibrary.load(ContentConfiguration.builtIn(), SCHEMAS);

    static final String PERSONA = """
            persona_id: ada-king
            name: Ada King
            age: 36
            sex: female
            pronouns: she/her
            occupation: Mathematician
            summary: Counts everything.
            background: Lives in London.
            personality: Exact.
            speech_style: Brief.
            language: en
            faculty_notes: Give her time.
            """;
    static final String SCENARIO = """
            scenario_id: sore-wrist
            code: T-01
            title: A sore wrist
            setting: Clinic
            region: Wrist
            difficulty: introductory
            briefing: A wrist that hurts.
            guardrails: {min_age: 18, max_age: 60, sexes: [female]}
            roles:
              - {role_id: friend, title: Friend, instructions: You came along.}
              - {role_id: parent, title: Parent, instructions: You worry.}
            opening_line: It's my wrist.
            subjective:
              - {topic: Onset, cues: [when did it start, since when], reply: A week ago.}
              - {topic: Pain, cues: [how bad], reply: Four of ten., volunteered: true}
            objective:
              - {topic: Grip, cues: [squeeze], reply: It hurts at the thumb.}
            treatment_plan: {patient_hopes: To write again., patient_worries: A cast., expected: [A thumb splint for three weeks]}
            diagnosis: De Quervain tenosynovitis (DQT) with swelling
            red_flags: [Scaphoid fracture after a fall]
            faculty_notes: Finkelstein is positive.
            """;
    static final String PERSONA_FILE = "personas/ada-king.yaml";
    static final String SCENARIO_FILE = "scenarios/sore-wrist.yaml";

    private TestContent() {}

    /** Writes the valid content into the folder. */
    static Path writeTo(Path dir) throws IOException {
        Files.createDirectories(dir.resolve("personas"));
        Files.createDirectories(dir.resolve("scenarios"));
        Files.writeString(dir.resolve(PERSONA_FILE), PERSONA);
        Files.writeString(dir.resolve(SCENARIO_FILE), SCENARIO);
        return dir;
    }

    static CaseLibrary load(Path dir) {
        return CaseLibrary.load(new ContentConfiguration(dir), SCHEMAS);
    }
}
