package dev.viva;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.jersey.validation.JerseyParameterNameProvider;
import io.dropwizard.jersey.validation.Validators;
import jakarta.validation.ValidatorFactory;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.validator.spi.nodenameprovider.JavaBeanProperty;
import org.hibernate.validator.spi.nodenameprovider.Property;

/** Where the configuration comes from: a file, or what is built in, with the environment's variables filled in. */
final class Configurations {
    /** The name that stands for the configuration inside the jar, also in messages about it. */
    static final String BUILT_IN = "config.yml.example";

    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private Configurations() {}

    static ConfigurationSourceProvider source() {
        var files = new FileConfigurationSourceProvider();
        ConfigurationSourceProvider source = path -> path.equals(BUILT_IN) ? builtIn() : files.open(path);
        return new SubstitutingSourceProvider(source, new EnvironmentVariableSubstitutor(false));
    }

    /** Names a wrong value by its key in the file, where a validator would name the component of our record. */
    static ValidatorFactory validators() {
        return Validators.newConfiguration()
                .propertyNodeNameProvider(Configurations::keyOf)
                .parameterNameProvider(new KnownNames())
                .buildValidatorFactory();
    }

    /** Names of parameters are worked out from annotations, and the validator asks for them with every request. */
    private static final class KnownNames extends JerseyParameterNameProvider {
        private final ConcurrentHashMap<Method, List<String>> known = new ConcurrentHashMap<>();

        @Override
        public List<String> getParameterNames(Method method) {
            return known.computeIfAbsent(method, super::getParameterNames);
        }
    }

    private static String keyOf(Property property) {
        boolean ours = property instanceof JavaBeanProperty bean
                && bean.getDeclaringClass().getPackageName().startsWith("dev.viva");
        return ours ? SNAKE_CASE.translate(property.getName()) : property.getName();
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
