package dev.viva.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A named policy and its limits, all of which must let a request pass.
 *
 * @param name as the contract's {@code x-rate-limit} says
 * @param limits in the order configured
 */
public record Policy(String name, List<NamedLimit> limits) {
    /**
     * A limit under the name by which replies speak of it. The draft wants distinct names, so the first has the
     * policy's and each further one that and its key ({@code transcript-relay-session}), numbered when taken.
     */
    public record NamedLimit(String name, Limit limit) {}

    /** A policy of those limits. */
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
