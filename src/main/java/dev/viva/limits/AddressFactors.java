package dev.viva.limits;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/**
 * By how much the limits of an address are greater, since many people share it. Immutable.
 *
 * @param networks those that have a factor of their own; of several that fit, the smallest counts
 * @param elsewhere the factor of every other address
 */
record AddressFactors(List<AddressMultiplier> networks, int elsewhere) {
    static AddressFactors of(LimitsConfiguration limits) {
        return new AddressFactors(limits.addressMultiplier(), limits.studentsPerAddress());
    }

    int of(InetAddress address) {
        return networks.stream()
                .filter(m -> m.network().contains(address))
                .max(Comparator.comparingInt(m -> m.network().prefix()))
                .map(AddressMultiplier::factor)
                .orElse(elsewhere);
    }
}
