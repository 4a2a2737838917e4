package dev.viva.limits;

import dev.viva.address.ClientAddress;
import dev.viva.address.ClientAddressFilter;
import dev.viva.address.Membership;
import dev.viva.contract.RateLimit;
import dev.viva.redis.Redis;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs the rate limits. */
public final class RateLimits {
    private static final Logger log = LoggerFactory.getLogger(RateLimits.class);

    private RateLimits() {}

    /**
     * Resolves client addresses and limits the operations, with buckets in Redis if it is configured.
     *
     * @param operations how the contract limits operations, by operation id
     * @param membership tells whose limits a request takes from
     * @return what limits requests
     * @throws IllegalStateException when an operation names a policy that is not configured
     */
    public static RateLimitFilter install(
            Environment environment,
            LimitsConfiguration limits,
            Map<String, RateLimit> operations,
            Membership membership,
            Optional<Redis> redis,
            Clock clock) {
        var local = new BucketLimiter(new LocalBuckets(limits.maxBuckets(), System::nanoTime));
        RateLimiter limiter = redis.<RateLimiter>map(
                        shared -> new RedisLimiter(shared, local, limits.whenOut(), clock::millis, System::nanoTime))
                .orElse(local);
        return install(environment, limits, operations, membership, limiter, System::nanoTime);
    }

    /**
     * Resolves client addresses and limits the operations.
     *
     * @param operations how the contract limits operations, by operation id
     * @param membership tells whose limits a request takes from
     * @return what limits requests
     * @throws IllegalStateException when an operation names a policy that is not configured
     */
    static RateLimitFilter install(
            Environment environment,
            LimitsConfiguration limits,
            Map<String, RateLimit> operations,
            Membership membership,
            RateLimiter limiter,
            LongSupplier nanoTime) {
        environment
                .servlets()
                .addFilter("client-address", new ClientAddressFilter(new ClientAddress(limits.trustProxy())))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        var wrongCredentials = new WrongCredentials(
                limits.policies().getOrDefault(WrongCredentials.POLICY, List.of()), limiter, nanoTime);
        var filter = new RateLimitFilter(
                limited(limits.policies(), operations),
                AddressFactors.of(limits),
                membership,
                limiter,
                wrongCredentials,
                environment.metrics());
        environment.jersey().register(filter);
        environment.jersey().register(new RateLimitCost(limiter));
        if (limits.hasNoSharedAddresses() && !membership.knowsClasses()) {
            environment.lifecycle().addServerLifecycleListener(server -> logSessionCreationLimit(limits));
        }
        return filter;
    }

    private static void logSessionCreationLimit(LimitsConfiguration limits) {
        limits.policies().getOrDefault("session-creation", List.of()).stream()
                .filter(limit -> limit.key() == LimitKey.ADDRESS)
                .findFirst()
                .ifPresent(limit -> log.info(
                        "limits: one address may create {} sessions in {}. For a class behind one address give it a"
                                + " code (access.classes), or set VIVA_STUDENTS_PER_ADDRESS to its size, or"
                                + " limits.address_multiplier",
                        limit.quota(),
                        limit.per()));
    }

    private static Map<String, Limited> limited(
            Map<String, List<Limit>> configured, Map<String, RateLimit> operations) {
        var found = new HashMap<String, Limited>();
        operations.forEach((operation, how) -> {
            Policy instead = how.instead() == null
                    ? null
                    : policy(operation, how.instead().policy(), configured);
            found.put(operation, new Limited(policy(operation, how.policy(), configured), instead, how));
        });
        return Map.copyOf(found);
    }

    private static Policy policy(String operation, String name, Map<String, List<Limit>> configured) {
        List<Limit> limits = configured.get(name);
        if (limits == null) {
            throw new IllegalStateException(
                    "the contract limits " + operation + " by " + name + ", which is not configured");
        }
        return Policy.of(name, limits);
    }
}
