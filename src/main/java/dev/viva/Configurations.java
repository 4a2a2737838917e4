package dev.viva;

import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import java.io.FileNotFoundException;
import java.io.InputStream;

/** Where the configuration comes from: a file, or what is built in, with the environment's variables filled in. */
final class Configurations {
    /** The name that stands for the configuration inside the jar, also in messages about it. */
    static final String BUILT_IN = "config.yml.example";

    private Configurations() {}

    static ConfigurationSourceProvider source() {
        var files = new FileConfigurationSourceProvider();
        ConfigurationSourceProvider source = path -> path.equals(BUILT_IN) ? builtIn() : files.open(path);
        return new SubstitutingSourceProvider(source, new EnvironmentVariableSubstitutor(false));
    }

    private static InputStream builtIn() throws FileNotFoundException {
        InputStream in = Configurations.class.getResourceAsStream("/" + BUILT_IN);
        if (in == null) {
            throw new FileNotFoundException(BUILT_IN + " is not in the jar");
        }
        return in;
    }

    /** {@code server} when nothing is said, and the built-in configuration where a command is given no file. */
    static String[] withDefaults(String[] arguments) {
        return switch (arguments.length) {
            case 0 -> new String[] {"server", BUILT_IN};
            case 1 -> arguments[0].startsWith("-") ? arguments : new String[] {arguments[0], BUILT_IN};
            default -> arguments;
        };
    }
}
