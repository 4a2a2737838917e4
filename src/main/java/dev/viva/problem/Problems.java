package dev.viva.problem;

import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Environment;

/** Answers every error in one form, as a problem. */
public final class Problems {
    private Problems() {}

    /** Maps all exceptions; the framework's own mappers, which would each answer in another form, are left out. */
    public static void install(Environment environment, AbstractServerFactory server) {
        server.setRegisterDefaultExceptionMappers(false);
        environment.jersey().register(new ProblemMapper());
        environment.jersey().register(new ProblemMapper.OfViolations());
    }
}
