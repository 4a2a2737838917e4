package dev.viva.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds the client's address behind trusted proxies. The chain of addresses is read from the right, where those proxies
 * write. The first address that is not trusted is the client. Addresses further left come from the client itself and are
 * ignored, so a forged header gains nothing. Immutable.
 */
public final class ClientAddress {
    /** Request attribute: the client's address as counted, an {@link InetAddress}. */
    public static final String ATTRIBUTE = "viva.client_address";

    /** Stands for a peer without an IP address. All such peers share one bucket. */
    private static final InetAddress UNKNOWN = InetAddress.ofLiteral("0.0.0.0");

    private static final int V6_PREFIX = 64;

    private final TrustProxy trust;

    public ClientAddress(TrustProxy trust) {
        this.trust = trust;
    }

    /**
     * The address to count by: IPv4 as it is, IPv6 as the first address of its /64.
     *
     * @param peer the connection's remote address
     * @param lines of the forwarding header that the proxies write
     */
    InetAddress of(String peer, List<String> lines) {
        InetAddress nearest = IpLiteral.ofNode(peer).orElse(UNKNOWN);
        return counted(firstUntrusted(nearest, trust.header().addressesFromRight(lines)));
    }

    /** The name of the one header that is read. */
    String header() {
        return trust.header().header();
    }

    private InetAddress firstUntrusted(InetAddress peer, List<Optional<InetAddress>> fromRight) {
        InetAddress current = peer;
        for (int hop = 0; hop < fromRight.size() && trusts(current, hop); hop++) {
            Optional<InetAddress> next = fromRight.get(hop);
            if (next.isEmpty()) {
                break; // hidden or malformed: the last address that a trusted proxy named counts
            }
            current = next.get();
        }
        return current;
    }

    private boolean trusts(InetAddress address, int hop) {
        return hop < trust.hops() || trust.cidrs().stream().anyMatch(network -> network.contains(address));
    }

    private static InetAddress counted(InetAddress address) {
        return address instanceof Inet6Address ? Network.of(address, V6_PREFIX).base() : address;
    }
}
