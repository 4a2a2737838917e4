package dev.viva.cohort;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.assessment.SignedAssessment;
import dev.viva.model.CandidateVerdict;
import dev.viva.model.CriterionScore;
import dev.viva.model.ExportedScore;
import dev.viva.session.Session;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the scores of a group, some encounters at a time, so that its memory does not grow with the group.
 *
 * @param rubricId null for all rubrics
 * @param names whether rows name the participant
 */
record ScoreExport(Group group, @Nullable String rubricId, boolean names, ObjectMapper json) {
    private static final String CSV_HEADER = "session_id,participant,scenario_id,created_at,rater,rubric_id,"
            + "rubric_version,version,blind,signed_at,criterion_id,value,evidence,comment,confirmed,refused";

    /** Takes one score. */
    @FunctionalInterface
    private interface Row {
        void write(ExportedScore score) throws IOException;
    }

    void ndjson(OutputStream out) throws IOException {
        Writer writer = writer(out);
        each(score -> {
            writer.write(json.writeValueAsString(score));
            writer.write('\n');
        });
        writer.flush();
    }

    void json(OutputStream out) throws IOException {
        try (JsonGenerator writer = json.getFactory().createGenerator(out)) {
            // Otherwise closing the generator after a failure would complete the JSON.
            writer.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            writer.writeStartObject();
            writer.writeArrayFieldStart("scores");
            each(writer::writePOJO);
            writer.writeEndArray();
            writer.writeEndObject();
        }
    }

    /**
     * @param bom whether it begins with a byte order mark
     * @param separator between the columns
     */
    void csv(OutputStream out, boolean bom, char separator) throws IOException {
        Writer writer = writer(out);
        if (bom) {
            writer.write('\uFEFF');
        }
        String header = names ? CSV_HEADER : CSV_HEADER.replace("participant,", "");
        writer.write(header.replace(',', separator));
        writer.write("\r\n");
        each(score -> writer.write(csvRow(score, separator)));
        writer.flush();
    }

    private String csvRow(ExportedScore score, char separator) {
        var row = new CsvRow(separator).add(score.sessionId());
        if (names) {
            row.add(score.participant());
        }
        List<String> evidence = score.evidence();
        return row.add(score.scenarioId())
                .add(score.createdAt())
                .add(score.rater())
                .add(score.rubricId())
                .add(score.rubricVersion())
                .add(score.version())
                .add(score.blind())
                .add(score.signedAt())
                .add(score.criterionId())
                .add(score.value())
                .add(evidence == null ? null : String.join(" ", evidence))
                .add(score.comment())
                .add(candidates(score, true))
                .add(candidates(score, false))
                .end();
    }

    private static @Nullable String candidates(ExportedScore score, boolean confirmed) {
        List<CandidateVerdict> verdicts = score.confirmedProposal();
        return verdicts == null
                ? null
                : verdicts.stream()
                        .filter(verdict -> verdict.confirmed() == confirmed)
                        .map(Candidates::key)
                        .collect(Collectors.joining(" "));
    }

    private void each(Row row) throws IOException {
        group.<IOException>read(Integer.MAX_VALUE, rubricId, encounter -> {
            for (SignedAssessment assessment : encounter.assessments()) {
                for (CriterionScore score : assessment.scores()) {
                    row.write(of(encounter.session(), assessment, score));
                }
            }
        });
    }

    private ExportedScore of(Session session, SignedAssessment assessment, CriterionScore score) {
        var participant = session.subject().participant();
        return new ExportedScore(
                session.id(),
                names && participant != null ? participant.name() : null,
                session.subject().scenarioId(),
                session.times().created(),
                assessment.rater(),
                assessment.rubricId(),
                assessment.rubricVersion(),
                assessment.version(),
                assessment.isBlind(),
                assessment.signedAt(),
                score.criterionId(),
                score.value(),
                score.evidence(),
                score.comment(),
                score.confirmedProposal());
    }

    private static Writer writer(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }
}
