package dev.viva.limits;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.address.Network;
import dev.viva.address.TrustProxy;
import dev.viva.configuration.Finding;
import io.dropwizard.util.Duration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code limits} of the configuration.
 *
 * @param trustProxy {@code trust_proxy}: the proxies whose headers about client addresses are trusted; none by default
 * @param addressMultiplier {@code address_multiplier}: networks in which many people share an address; none by default.
 *     Of several that match, the smallest network counts
 * @param studentsPerAddress {@code students_per_address}: how many students may share an address, 1 to 10,000; 0 or
 *     absent: 1. It multiplies every limit per address outside the networks of {@code address_multiplier}
 * @param policies {@code policies}: the limits of the contract's policies. An omitted policy keeps its default; an
 *     unknown name is refused
 * @param maxBuckets {@code max_buckets}: the buckets kept in this process, 1,000 to 10,000,000, about 300 bytes each;
 *     0 or absent: 100,000. When there are more, the least used are dropped first
 * @param streams {@code streams}: the number of event streams that may be open
 * @param whenOut {@code when_out}: what a policy does while Redis is out, {@code local} or {@code deny}; {@code local}
 *     by default
 */
public record LimitsConfiguration(
        @JsonProperty("trust_proxy") @Valid TrustProxy trustProxy,
        @JsonProperty("address_multiplier") List<@NotNull @Valid AddressMultiplier> addressMultiplier,

        @JsonProperty("students_per_address") @Min(1) @Max(10_000)
        int studentsPerAddress,

        @JsonProperty("policies")
        Map<
                        @Pattern(regexp = KNOWN, message = "is not a policy of the contract: " + KNOWN) String,
                        @NotEmpty List<@NotNull @Valid Limit>>
                policies,

        @JsonProperty("max_buckets") @Min(1_000) @Max(10_000_000)
        int maxBuckets,

        @JsonProperty("streams") @Valid StreamLimits streams,

        @JsonProperty("when_out")
        Map<@Pattern(regexp = KNOWN, message = "is not a policy of the contract: " + KNOWN) String, @NotNull WhenOut>
                whenOut) {
    static final String KNOWN = "session-creation|voice-token|transcript-relay|partial-lines|api|wrong-credential";
    private static final int DEFAULT_BUCKETS = 100_000;

    public LimitsConfiguration {
        trustProxy = trustProxy == null ? TrustProxy.NOBODY : trustProxy;
        addressMultiplier = addressMultiplier == null ? List.of() : addressMultiplier;
        studentsPerAddress = studentsPerAddress == 0 ? 1 : studentsPerAddress;
        streams = streams == null ? StreamLimits.DEFAULTS : streams;
        policies = withDefaults(policies == null ? Map.of() : policies);
        maxBuckets = maxBuckets == 0 ? DEFAULT_BUCKETS : maxBuckets;
        whenOut = whenOut == null ? Map.of() : whenOut;
    }

    /** The defaults. */
    public static LimitsConfiguration defaults() {
        return new LimitsConfiguration(
                TrustProxy.NOBODY, List.of(), 1, Map.of(), DEFAULT_BUCKETS, StreamLimits.DEFAULTS, Map.of());
    }

    /** Whether no proxy is trusted to name the client's address. */
    public boolean trustsNobody() {
        return trustProxy.hops() == 0 && trustProxy.cidrs().isEmpty();
    }

    /** Whether no address has a factor above 1. */
    boolean hasNoSharedAddresses() {
        return addressMultiplier.isEmpty() && studentsPerAddress == 1;
    }

    /** Finds settings that make limits per address ineffective. */
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        if (trustProxy.cidrs().stream().anyMatch(Network::isNearlyEverybody)) {
            findings.add(new Finding(
                    "limits.trust_proxy.cidrs",
                    "trusts nearly every address, so any client can forge its own address. Name only the networks of"
                            + " your proxies."));
        }
        if (addressMultiplier.stream().anyMatch(m -> m.network().isNearlyEverybody())) {
            findings.add(new Finding(
                    "limits.address_multiplier",
                    "multiplies the limits of nearly every address. Name the networks of your classrooms, or change"
                            + " limits.policies."));
        }
        return findings;
    }

    private static Map<String, List<Limit>> withDefaults(Map<String, List<Limit>> given) {
        var all = new TreeMap<String, List<Limit>>();
        all.put("session-creation", List.of(new Limit(10, Duration.minutes(5), LimitKey.ADDRESS)));
        all.put("voice-token", addressAndSession(20, Duration.minutes(15)));
        all.put("transcript-relay", addressAndSession(120, Duration.minutes(1)));
        all.put("partial-lines", List.of(new Limit(240, Duration.minutes(1), LimitKey.SESSION)));
        all.put("api", addressAndSession(600, Duration.minutes(1)));
        all.put("wrong-credential", List.of(new Limit(30, Duration.minutes(5), LimitKey.ADDRESS)));
        all.putAll(given);
        return all;
    }

    /** The limit per session stops one client from using up the whole limit of a classroom's address. */
    private static List<Limit> addressAndSession(int quota, Duration per) {
        return List.of(new Limit(quota, per, LimitKey.ADDRESS), new Limit(quota, per, LimitKey.SESSION));
    }
}
