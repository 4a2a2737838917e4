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

/** How the configuration is built, and how wrong values in it are named. */
final class Configurations {
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private Configurations() {}

    /** A given file is merged over the built-in configuration; without one that is all there is. */
    static ConfigurationFactoryFactory<VivaConfiguration> factories() {
        return (type, validator, mapper, prefix) -> new LayeredConfigurationFactory<>(
                type,
                validator,
                mapper,
                prefix,
                System.getenv(),
                (configuration, resolution) -> configuration.resolution = resolution);
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

    /** {@code server} when nothing is said. */
    static String[] withDefaults(String[] arguments) {
        return arguments.length == 0 ? new String[] {"server"} : arguments;
    }
}
