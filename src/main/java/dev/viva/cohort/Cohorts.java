package dev.viva.cohort;

import dev.viva.library.CaseLibrary;
import dev.viva.storage.Database;
import io.dropwizard.core.setup.Environment;

/** Installs what faculty see of a group. */
public final class Cohorts {
    private Cohorts() {}

    /** @param library the rubrics */
    public static void install(Environment environment, Database database, CaseLibrary library) {
        environment.jersey().register(new GroupResource(database, library, environment.getObjectMapper()));
    }
}
