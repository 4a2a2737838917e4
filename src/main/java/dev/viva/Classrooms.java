package dev.viva;

import dev.viva.access.ClassCode;
import dev.viva.configuration.Finding;
import dev.viva.limits.AddressMultiplier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds bounds per address that are too low for a class whose students share one address. Its code multiplies the rate
 * limits, but not these: they are counted where no code is read yet, or where a reply is being sent.
 */
final class Classrooms {
    /** What a browser opens at most with HTTP/1.1. */
    private static final int CONNECTIONS_OF_A_STUDENT = 6;
    /** One page, and another or the same again while the first is still closing. */
    private static final int STREAMS_OF_A_STUDENT = 2;

    private Classrooms() {}

    static List<Finding> findings(VivaConfiguration config) {
        var findings = new ArrayList<Finding>();
        int connections = config.connections.perAddress();
        // Trusted proxies have no bound, and with them no student connects.
        if (connections > 0 && config.limits.trustsNobody()) {
            int largest = Math.max(largestClass(config), largestNetwork(config));
            findings.addAll(below("connections.per_address", connections, (long) largest * CONNECTIONS_OF_A_STUDENT));
        }
        // Which class sits in which network is not configured, and the network's factor decides.
        if (config.limits.addressMultiplier().isEmpty()) {
            findings.addAll(streams(config));
        }
        return findings;
    }

    private static List<Finding> streams(VivaConfiguration config) {
        var findings = new ArrayList<Finding>();
        var limits = config.limits.streams();
        int factor = config.limits.studentsPerAddress();
        long needed = (long) largestClass(config) * STREAMS_OF_A_STUDENT;
        findings.addAll(below("limits.streams.per_address", limits.perAddress(), Math.ceilDiv(needed, factor)));
        if (limits.total() > 0 && factor > 1) {
            findings.addAll(below("limits.streams.total", limits.total(), needed));
        } else if (limits.total() > 0 && limits.perSession() < needed) {
            findings.addAll(below("limits.streams.total", limits.total(), 2 * needed)); // one address gets half
        }
        return findings;
    }

    private static int largestClass(VivaConfiguration config) {
        return IntStream.concat(
                        config.access.classes().stream().mapToInt(ClassCode::students),
                        IntStream.of(config.limits.studentsPerAddress()))
                .max()
                .orElse(1);
    }

    private static int largestNetwork(VivaConfiguration config) {
        return config.limits.addressMultiplier().stream()
                .filter(shared -> !shared.network().isNearlyEverybody())
                .mapToInt(AddressMultiplier::factor)
                .max()
                .orElse(1);
    }

    private static List<Finding> below(String key, long set, long needed) {
        return needed <= set
                ? List.of()
                : List.of(new Finding(
                        key,
                        "is too low for your largest class if all its students share one address: some would be"
                                + " refused. Set it to " + needed + " or more."));
    }
}
