package dev.viva.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A named policy and its limits. A request passes only if all limits allow it.
 *
 * @param name as in the contract's {@code x-rate-limit}
 * @param limits in the configured order
 */
public record Policy(String name, List<NamedLimit> limits) {
    /**
     * A limit with its name in replies. The draft requires distinct names. The first limit has the policy's name. Each
     * further one appends its key ({@code transcript-relay-session}), and a number if that name is taken.
     */
    public record NamedLimit(String name, Limit limit) {}

    /** Creates a policy and names its limits. */
    public static Policy of(String name, List<Limit> limits) {
        var named = new ArrayList<NamedLimit>();
        for (Limit limit : limits) {
            String longer = name + "-" + limit.key().name().toLowerCase(Locale.ROOT);
            String free = Stream.concat(
                            Stream.of(name, longer),
                            Stream.iterate(2, n -> n + 1).map(n -> longer + "-" + n))
                    .filter(candidate -> named.stream().noneMatch(n -> n.name().equals(candidate)))
                    .findFirst()
                    .orElseThrow();
            named.add(new NamedLimit(free, limit));
        }
        return new Policy(name, List.copyOf(named));
    }
}
