package dev.viva.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Whose request it is, as an address to count by. The chain of addresses is read from the right, where the trusted
 * proxies write; the first one that is not trusted is the client. What stands further left is the client's own word and
 * is never looked at, so a forged header buys nothing. Immutable.
 */
public final class ClientAddress {
    /** Request attribute: the client's address as counted, an {@link InetAddress}. */
    public static final String ATTRIBUTE = "viva.client_address";

    /** Stands for a peer without an IP address: all such share one bucket rather than having none. */
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
        InetAddress nearest = IpLiteral.ofNode(withoutZone(peer)).orElse(UNKNOWN);
        return counted(firstUntrusted(nearest, trust.header().addressesFromRight(lines)));
    }

    /** The one header that is read, by its name. */
    String header() {
        return trust.header().header();
    }

    private InetAddress firstUntrusted(InetAddress peer, List<Optional<InetAddress>> fromRight) {
        InetAddress current = peer;
        for (int hop = 0; hop < fromRight.size() && trusts(current, hop); hop++) {
            Optional<InetAddress> next = fromRight.get(hop);
            if (next.isEmpty()) {
                break; // hidden or malformed: the last good word of a trusted hop stands
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

    private static String withoutZone(String peer) {
        int zone = peer.indexOf('%');
        return zone < 0 || peer.startsWith("[") ? peer : peer.substring(0, zone);
    }
}
