package dev.viva.doctor;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentException;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.library.CaseLibrary;
import java.util.List;

/** Whether all cases and patients can be read and fit together. */
final class ContentProbe implements Probe {
    private final ContentConfiguration config;

    ContentProbe(ContentConfiguration config) {
        this.config = config;
    }

    @Override
    public String about() {
        return "content";
    }

    @Override
    public List<Diagnosis> look() {
        try {
            var library = CaseLibrary.load(config, new SchemaValidator(Contract.load()));
            return List.of(Diagnosis.ok(
                    about(),
                    "%d cases and %d patients."
                            .formatted(
                                    library.scenarios().size(),
                                    library.personas().size())));
        } catch (ContentException e) {
            return List.of(Diagnosis.fail(
                    about(), String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")));
        }
    }
}
