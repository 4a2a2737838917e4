package dev.viva.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.ServerEvents;
import io.dropwizard.validation.BaseValidator;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The faults in force: the configured ones until a control request sets others. For one request or call the header
 * {@code X-Simulator-Fault: name[=value], …} adds to them. A name without a value is a failure, or turns a fault on.
 * Thread-safe.
 */
final class FaultPlan {
    static final String HEADER = "X-Simulator-Fault";

    /** Of requests with their own faults in the header. */
    private static final int MAX_COUNTED = 1_000;

    private static final Validator VALIDATOR = BaseValidator.newValidator();

    /** @param failed how many requests failed, for each plan of faults: those of a header count apart */
    private record Current(Faults faults, Cache<Faults, AtomicInteger> failed) {
        int fail(Faults plan) {
            return failed.get(plan, none -> new AtomicInteger()).getAndIncrement();
        }
    }

    private final Faults configured;
    private volatile Current current;

    FaultPlan(Faults configured) {
        this.configured = configured;
        this.current = begin(configured);
    }

    Faults current() {
        return current.faults();
    }

    /** Sets the faults; those not named are off. Null restores the configured ones. */
    void set(@Nullable JsonNode wish) {
        current = begin(wish == null ? configured : changed(Faults.NONE, wish));
    }

    /** The faults of a request, added to others. */
    Faults of(Exchange exchange, Faults base) {
        ObjectNode wish = ServerEvents.object();
        for (String header : Collections.list(exchange.request().getHeaders(HEADER))) {
            Arrays.stream(header.split(",", -1)).map(String::strip).forEach(fault -> put(wish, fault));
        }
        return wish.isEmpty() ? base : changed(base, wish);
    }

    /** How a request of this kind fails, if it does; counts the failures. */
    Faults.Failure failure(Faults faults, Faults.Scope scope) {
        if (faults.failure() == Faults.Failure.NONE || !faults.appliesTo(scope)) {
            return Faults.Failure.NONE;
        }
        boolean still = faults.times() == 0 || current.fail(faults) < faults.times();
        return still ? faults.failure() : Faults.Failure.NONE;
    }

    static ObjectNode show(Faults faults) {
        return ServerEvents.LENIENT_JSON.valueToTree(faults);
    }

    private static Current begin(Faults faults) {
        return new Current(
                faults, Caffeine.newBuilder().maximumSize(MAX_COUNTED).build());
    }

    private static void put(ObjectNode wish, String fault) {
        int equals = fault.indexOf('=');
        if (equals > 0) {
            wish.put(
                    fault.substring(0, equals).strip(),
                    fault.substring(equals + 1).strip());
        } else if (isFailure(fault)) {
            wish.put("failure", fault);
        } else {
            wish.put(fault, "true");
        }
    }

    private static boolean isFailure(String name) {
        return Arrays.stream(Faults.Failure.values())
                .anyMatch(failure -> failure.name().toLowerCase(Locale.ROOT).equals(name));
    }

    private static Faults changed(Faults base, JsonNode wish) {
        if (!wish.isObject()) {
            throw Refusal.wrongType("body", "an object");
        }
        ObjectNode faults = show(base);
        faults.setAll((ObjectNode) wish);
        try {
            return valid(ServerEvents.LENIENT_JSON.treeToValue(faults, Faults.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw Refusal.invalid("invalid_value", "There is no such fault, or no such value of it.", null);
        }
    }

    /** The bounds are those of the configuration. */
    private static Faults valid(Faults faults) {
        VALIDATOR.validate(faults).stream().findFirst().ifPresent(violation -> {
            String name = new SnakeCaseStrategy()
                    .translate(violation.getPropertyPath().toString());
            throw Refusal.invalid("invalid_value", name + " " + violation.getMessage() + ".", name);
        });
        return faults;
    }
}
