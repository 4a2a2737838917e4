package dev.viva.limits;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/**
 * The factors by which the limits of shared addresses are multiplied. Immutable.
 *
 * @param networks the networks with a factor of their own; of several that match, the smallest one counts
 * @param elsewhere the factor of all other addresses
 */
record AddressFactors(List<AddressMultiplier> networks, int elsewhere) {
    AddressFactors {
        Comparator<AddressMultiplier> byPrefix =
                Comparator.comparingInt(shared -> shared.network().prefix());
        networks = networks.stream().sorted(byPrefix.reversed()).toList();
    }

    static AddressFactors of(LimitsConfiguration limits) {
        return new AddressFactors(limits.addressMultiplier(), limits.studentsPerAddress());
    }

    int of(InetAddress address) {
        for (AddressMultiplier shared : networks) {
            if (shared.network().contains(address)) {
                return shared.factor();
            }
        }
        return elsewhere;
    }
}
