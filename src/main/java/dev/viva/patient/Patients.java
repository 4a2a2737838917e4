package dev.viva.patient;

import dev.viva.contract.SchemaValidator;
import dev.viva.storage.Database;
import io.dropwizard.core.setup.Environment;

/**
 * The patients and cases of a running service.
 *
 * @param library the patients and cases for new sessions
 * @param cases the frozen case of each session
 */
public record Patients(CaseLibrary library, FrozenCases cases) {
    /**
     * Reads the content and serves it to students.
     *
     * @throws ContentException with every finding when the content is invalid
     */
    public static Patients install(
            Environment environment, ContentConfiguration content, SchemaValidator schemas, Database database) {
        var library = CaseLibrary.load(content, schemas);
        environment.jersey().register(new CaseResource(library));
        return new Patients(library, new FrozenCases(database));
    }
}
