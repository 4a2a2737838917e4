package dev.viva.address;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Optional;

/** Reads addresses as proxies write them. Only literals count, so no header makes the server ask DNS. */
final class IpLiteral {
    private IpLiteral() {}

    /** An address alone. One of IPv4 mapped into IPv6 comes out as the IPv4 one. */
    static Optional<InetAddress> parse(String text) {
        boolean literal = text.indexOf('%') < 0 && InetAddresses.isInetAddress(text);
        return literal ? Optional.of(InetAddresses.forString(text)) : Optional.empty();
    }

    /** An address, in brackets or not, with a zone and a port or not. */
    static Optional<InetAddress> ofNode(String text) {
        try {
            return parse(withoutZone(HostAndPort.fromString(text).getHost()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String withoutZone(String host) {
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }
}
