package dev.viva.library;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentException;
import dev.viva.contract.SchemaValidator;
import dev.viva.patient.FrozenCases;
import dev.viva.storage.Database;
import io.dropwizard.core.setup.Environment;

/**
 * The patients and cases of a running service.
 *
 * @param cases the patients patients and cases for new sessions
 * @param frozen the case of each session as it was when the session began
 */
public record Library(CaseLibrary cases, FrozenCases frozen) {
    /**
     * Reads the content and serves it to students.
     *
     * @throws ContentException with every finding when the content is invalid
     */
    public static Library install(
            Environment environment, ContentConfiguration content, SchemaValidator schemas, Database database) {
        var library = CaseLibrary.load(content, schemas);
        environment.jersey().register(new CaseResource(library));
        environment.jersey().register(new CatalogResource(library));
        return new Library(library, new FrozenCases(database));
    }
}
