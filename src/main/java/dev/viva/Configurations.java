package dev.viva;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.viva.configuration.LayeredConfigurationFactory;
import io.dropwizard.configuration.ConfigurationFactoryFactory;
import io.dropwizard.jersey.validation.JerseyParameterNameProvider;
import io.dropwizard.jersey.validation.Validators;
import jakarta.validation.ValidatorFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.validator.spi.nodenameprovider.JavaBeanProperty;
import org.hibernate.validator.spi.nodenameprovider.Property;

/** How the configuration is read, and how its errors name a value. */
final class Configurations {
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private Configurations() {}

    /** A given file is merged over the built-in configuration; without a file, that one applies alone. */
    static ConfigurationFactoryFactory<VivaConfiguration> factories() {
        return (type, validator, mapper, prefix) -> new LayeredConfigurationFactory<>(
                type,
                validator,
                mapper,
                prefix,
                System.getenv(),
                (configuration, resolution) -> configuration.resolution = resolution);
    }

    /** Names a wrong value by its key in the file. A validator would name the component of our record. */
    static ValidatorFactory validators() {
        return Validators.newConfiguration()
                .propertyNodeNameProvider(Configurations::keyOf)
                .parameterNameProvider(new KnownNames())
                .buildValidatorFactory();
    }

    /** Caches parameter names: they are derived from annotations, and the validator needs them at each request. */
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

    /** {@code server} when there are no arguments. */
    static String[] withDefaults(String[] arguments) {
        return arguments.length == 0 ? new String[] {"server"} : arguments;
    }
}
