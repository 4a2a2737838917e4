package dev.viva.configuration;

import io.dropwizard.configuration.ConfigurationException;
import java.util.List;

/** Why a configuration is invalid, in sentences that name the key. Shows no values. */
public final class ConfigurationProblem extends ConfigurationException {
    private static final long serialVersionUID = 1L;

    /** @param path the file, as the operator named it */
    public ConfigurationProblem(String path, List<String> errors) {
        super(path, errors);
    }

    ConfigurationProblem(String path, String error) {
        this(path, List.of(error));
    }
}
