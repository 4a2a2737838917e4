package dev.viva.limits;

import dev.viva.contract.RateLimit;
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
     * @param operations how the contract limits each operation that it limits, by operation id
     * @param membership who is charged to a session
     * @throws IllegalStateException when an operation names a policy that is not configured
     */
    public static void install(
            Environment environment,
            LimitsConfiguration limits,
            Map<String, RateLimit> operations,
            Membership membership,
            RateLimiter limiter) {
        environment
                .servlets()
                .addFilter("client-address", new ClientAddressFilter(new ClientAddress(limits.trustProxy())))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        environment
                .jersey()
                .register(new RateLimitFilter(
                        limited(limits.policies(), operations), limits.addressMultiplier(), membership, limiter));
        environment.jersey().register(new RateLimitCost(limiter));
        environment.jersey().register(new RefusalCount(environment.metrics()));
    }

    private static Map<String, Limited> limited(
            Map<String, List<Limit>> configured, Map<String, RateLimit> operations) {
        var found = new HashMap<String, Limited>();
        operations.forEach((operation, how) -> {
            List<Limit> limits = configured.get(how.policy());
            if (limits == null) {
                throw new IllegalStateException(
                        "the contract limits " + operation + " by " + how.policy() + ", which is not configured");
            }
            found.put(operation, new Limited(Policy.of(how.policy(), limits), how));
        });
        return Map.copyOf(found);
    }
}
