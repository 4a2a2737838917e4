package dev.viva.library;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentException;
import dev.viva.content.ContentFolder;
import dev.viva.contract.SchemaValidator;
import dev.viva.patient.FrozenCases;
import dev.viva.session.SessionRow;
import dev.viva.storage.Database;
import dev.viva.storage.PeriodicTask;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.util.function.IntUnaryOperator;
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
     * @param promised gives, for the minutes of a case, those that students get
     * @throws ContentException with every error when the content is invalid
     */
    public static Library install(
            Environment environment,
            ContentConfiguration content,
            SchemaValidator schemas,
            Database database,
            IntUnaryOperator promised) {
        var check = new ContentCheck(schemas);
        CaseLibrary library = content.dir() == null && content.withBuiltIn()
                ? CaseLibrary.builtIn(check)
                : read(environment, content, check);
        var frozen = new FrozenCases(database);
        environment
                .jersey()
                .register(new CaseResource(
                        library,
                        promised,
                        id -> SessionRow.find(database.reads(), id).map(frozen::of)));
        environment.jersey().register(new CatalogResource(library));
        return new Library(library, frozen);
    }

    private static CaseLibrary read(Environment environment, ContentConfiguration content, ContentCheck check) {
        ContentFolder folder = ContentFolder.read(content);
        ContentCheck.Outcome outcome = check.read(folder);
        var library = CaseLibrary.of(outcome);
        if (!outcome.warnings().isEmpty()) {
            // A warning can quote a case, and a case is not for the log.
            log.warn(
                    "content: warnings={}; `viva check-content` with the folder{} lists them",
                    outcome.warnings().size(),
                    content.withBuiltIn() ? "" : " and --alone");
        }
        if (content.reload()) {
            var reload = new ContentReload(library, content, folder, check);
            var task = new PeriodicTask(log, "content reload", reload::look);
            task.start();
            environment.lifecycle().manage(new AutoCloseableManager(task));
        }
        return library;
    }
}
