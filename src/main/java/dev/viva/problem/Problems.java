package dev.viva.problem;

import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;

/** Installs the mapping of all errors to problems. */
public final class Problems {
    private Problems() {}

    /** Replaces the framework's own exception mappers, which would answer in other formats. */
    public static void install(Environment environment, AbstractServerFactory server) {
        server.setRegisterDefaultExceptionMappers(false);
        environment.jersey().register(new ProblemMapper());
        environment.jersey().register(new ProblemMapper.OfViolations());
    }
}
