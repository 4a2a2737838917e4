package dev.viva.library;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentException;
import dev.viva.contract.SchemaValidator;
import dev.viva.patient.FrozenCases;
import dev.viva.storage.Database;
import dev.viva.storage.PeriodicTask;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The patients and cases of a running service.
 *
 * @param cases the patients and cases for new sessions
 * @param frozen the case of each session as it was when the session began
 */
public record Library(CaseLibrary cases, FrozenCases frozen) {
    private static final Logger log = LoggerFactory.getLogger(Library.class);

    /**
     * Reads the content and serves it to students.
     *
     * @throws ContentException with every error when the content is invalid
     */
    public static Library install(
            Environment environment, ContentConfiguration content, SchemaValidator schemas, Database database) {
        var check = new ContentCheck(schemas);
        CaseLibrary library = read(content, check);
        if (content.reload()) {
            var reload = new ContentReload(library, content, check);
            var task = new PeriodicTask(log, "content reload", reload::look);
            task.start();
            environment.lifecycle().manage(new AutoCloseableManager(task));
        }
        environment.jersey().register(new CaseResource(library));
        environment.jersey().register(new CatalogResource(library));
        return new Library(library, new FrozenCases(database));
    }

    private static CaseLibrary read(ContentConfiguration content, ContentCheck check) {
        if (content.dir() == null && content.withBuiltIn()) {
            return CaseLibrary.builtIn(check);
        }
        ContentCheck.Outcome outcome = check.read(content);
        var library = CaseLibrary.of(outcome);
        if (!outcome.warnings().isEmpty()) {
            // A warning can quote a case, and a case is not for the log.
            log.warn(
                    "content: warnings={}; `viva check-content` with the folder lists them",
                    outcome.warnings().size());
        }
        return library;
    }
}
