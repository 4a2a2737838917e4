package dev.viva.contract;

import io.dropwizard.core.setup.Environment;

/** Installs the checks of bodies and parameters against the contract. */
public final class RequestBodies {
    private RequestBodies() {}

    /**
     * Bounds and validates the bodies and whole-number parameters of all operations.
     *
     * @return what validates bodies
     */
    public static BodyValidation install(Environment environment, SchemaValidator schemas) {
        var jersey = environment.jersey();
        jersey.register(QueryEncoding.class);
        jersey.register(new NumberParameters());
        jersey.register(new BodyLimit());
        var validation = new BodyValidation(schemas, environment.getObjectMapper());
        jersey.register(validation);
        return validation;
    }
}
