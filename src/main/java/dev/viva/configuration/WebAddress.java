package dev.viva.configuration;

import com.google.common.net.InetAddresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Addresses by http or https in a configuration. Does no DNS lookup. */
public final class WebAddress {
    /** What {@link #isOrigin} wants, for the message about another value. */
    public static final String ORIGIN =
            "such as https://clinic.example: host in lower case, a port only if it is not the usual one, no path, no"
                    + " wildcard";

    private static final int MAX_PORT = 65_535;

    private WebAddress() {}

    /** Whether requests can be sent below an address: it names a host, and has no query. */
    public static boolean isBase(String address) {
        return parse(address)
                .filter(uri -> uri.getRawQuery() == null && uri.getRawFragment() == null)
                .isPresent();
    }

    /** Whether a text is an origin exactly as a browser sends it (RFC 6454), to which it can be compared. */
    public static boolean isOrigin(String text) {
        return origin(text).filter(text::equals).isPresent();
    }

    /** The origin of an address, as a browser sends it; empty when it has none. */
    public static Optional<String> origin(String address) {
        return parse(address)
                .flatMap(uri -> host(uri.getHost()).map(host -> {
                    int usual = uri.getScheme().equals("https") ? 443 : 80;
                    String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
                    return uri.getScheme() + "://" + host + port;
                }));
    }

    private static Optional<URI> parse(String address) {
        try {
            var uri = new URI(address);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web && uri.getHost() != null && uri.getPort() <= MAX_PORT ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Browsers write an IPv6 address in its shortest form. */
    private static Optional<String> host(String host) {
        if (!host.startsWith("[")) {
            return Optional.of(host.toLowerCase(Locale.ROOT));
        }
        return InetAddresses.isUriInetAddress(host)
                ? Optional.of(InetAddresses.toUriString(InetAddresses.forUriString(host)))
                : Optional.empty();
    }
}
