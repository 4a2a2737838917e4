package dev.viva.contract;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses whole numbers in URLs, in the syntax of JSON. The framework would treat an empty value as absent, and accept a
 * plus sign and digits of other scripts.
 */
final class NumberParameters implements ParamConverterProvider {
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        if (type == Long.class) {
            return (ParamConverter<T>) new Converter<>(Long::valueOf);
        }
        if (type == Integer.class) {
            return (ParamConverter<T>) new Converter<>(Integer::valueOf);
        }
        return null;
    }

    private record Converter<T>(Function<String, T> parse) implements ParamConverter<T> {
        @Override
        public @Nullable T fromString(@Nullable String value) {
            if (value == null) {
                return null; // Jersey also converts an absent parameter
            }
            if (!value.matches("-?[0-9]{1,19}")) {
                throw new IllegalArgumentException("not a whole number");
            }
            return parse.apply(value);
        }

        @Override
        public String toString(T value) {
            return String.valueOf(value);
        }
    }
}
