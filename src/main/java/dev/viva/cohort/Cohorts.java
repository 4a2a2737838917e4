package dev.viva.cohort;

import dev.viva.library.CaseLibrary;
import dev.viva.model.DebriefItem;
import dev.viva.model.ModelFidelity;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import io.dropwizard.core.setup.Environment;
import java.util.List;
import java.util.function.Function;

/** Installs what faculty see of a group. */
public final class Cohorts {
    private Cohorts() {}

    /**
     * @param library the rubrics
     * @param debriefs the items of a session's debrief, whose evidence is not needed
     * @param fidelity how the patient of a session kept to the case
     */
    public static void install(
            Environment environment,
            Database database,
            CaseLibrary library,
            Function<Session, List<DebriefItem>> debriefs,
            Function<Session, ModelFidelity> fidelity) {
        var sideBySide = new SideBySide();
        var views = new GroupResource.Views(new ItemView(debriefs, sideBySide), new FidelityView(fidelity, sideBySide));
        environment.jersey().register(new GroupResource(database, library, views, environment.getObjectMapper()));
    }
}
