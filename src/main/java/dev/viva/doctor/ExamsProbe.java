package dev.viva.doctor;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentException;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.exam.OpenExams;
import dev.viva.library.CaseLibrary;
import java.util.List;

/** Whether the cases are there of the exams that are not closed yet. Apart from the cases: it needs the database. */
final class ExamsProbe implements Probe {
    private final ContentConfiguration config;
    private final OpenExams exams;

    ExamsProbe(ContentConfiguration config, OpenExams exams) {
        this.config = config;
        this.exams = exams;
    }

    @Override
    public String about() {
        return "exams";
    }

    /** Nothing where all is well, and where the cases or the database cannot be read: their own probes say so. */
    @Override
    public List<Diagnosis> look() {
        try {
            var library = CaseLibrary.load(config, new SchemaValidator(Contract.load()));
            return exams.without(library).stream().map(this::cannotBegin).toList();
        } catch (ContentException e) {
            return List.of();
        }
    }

    private Diagnosis cannotBegin(String exam) {
        return Diagnosis.fail(
                about(),
                "nobody can begin the exam " + exam
                        + ": its case, patient or role is missing, or they do not fit any more."
                        + " Put the case back, or set another exam.");
    }
}
