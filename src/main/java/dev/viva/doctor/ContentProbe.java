package dev.viva.doctor;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentException;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.exam.OpenExams;
import dev.viva.library.CaseLibrary;
import java.util.List;

/** Whether all cases and patients can be read and fit together, also those of the exams that are not closed yet. */
final class ContentProbe implements Probe {
    private final ContentConfiguration config;
    private final OpenExams exams;

    ContentProbe(ContentConfiguration config, OpenExams exams) {
        this.config = config;
        this.exams = exams;
    }

    @Override
    public String about() {
        return "content";
    }

    @Override
    public List<Diagnosis> look() {
        try {
            var library = CaseLibrary.load(config, new SchemaValidator(Contract.load()));
            List<String> without = exams.without(library);
            return without.isEmpty()
                    ? List.of(well(library))
                    : without.stream().map(this::cannotBegin).toList();
        } catch (ContentException e) {
            return List.of(Diagnosis.fail(
                    about(), String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")));
        }
    }

    private Diagnosis well(CaseLibrary library) {
        return Diagnosis.ok(
                about(),
                "%d cases and %d patients."
                        .formatted(
                                library.scenarios().size(), library.personas().size()));
    }

    private Diagnosis cannotBegin(String exam) {
        return Diagnosis.fail(
                about(),
                "nobody can begin the exam " + exam
                        + ": its case, patient or role is missing, or they do not fit any more."
                        + " Put the case back, or set another exam.");
    }
}
