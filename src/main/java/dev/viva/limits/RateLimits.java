package dev.viva.limits;

import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the limits into a service. */
public final class RateLimits {
    /** Request attribute: the client's address as counted, an {@link java.net.InetAddress}. */
    public static final String CLIENT_ADDRESS = "viva.client_address";

    /** Request attribute: the identified user's id, when something before the limits has identified one. */
    public static final String USER = "viva.user";

    private RateLimits() {}

    /**
     * Resolves client addresses and limits the operations.
     *
     * @param operations the policy's name of each limited operation, by operation id
     * @throws IllegalStateException when an operation names a policy that is not configured
     */
    public static void install(
            Environment environment, LimitsConfiguration limits, Map<String, String> operations, RateLimiter limiter) {
        environment
                .servlets()
                .addFilter("client-address", new ClientAddressFilter(new ClientAddress(limits.trustProxy())))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        environment
                .jersey()
                .register(new RateLimitFilter(
                        policies(limits.policies(), operations), limits.addressMultiplier(), limiter));
    }

    private static Map<String, Policy> policies(Map<String, List<Limit>> configured, Map<String, String> operations) {
        var found = new HashMap<String, Policy>();
        operations.forEach((operation, name) -> {
            List<Limit> limits = configured.get(name);
            if (limits == null) {
                throw new IllegalStateException(
                        "the contract limits " + operation + " by " + name + ", which is not configured");
            }
            found.put(operation, Policy.of(name, limits));
        });
        return Map.copyOf(found);
    }
}
