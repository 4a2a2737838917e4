package dev.viva.address;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads addresses as proxies write them. Strict, and never a look-up: what is not four decimals or an IPv6 literal is
 * nothing, so no header can make the server ask DNS.
 */
final class IpLiteral {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern V4_PORT = Pattern.compile("(" + V4 + "):\\d{1,5}");
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]%]*)(?:%[^\\]]*)?\\](?::\\d{1,5})?");

    private IpLiteral() {}

    /** An address alone. One of IPv4 mapped into IPv6 comes out as the IPv4 one. */
    static Optional<InetAddress> parse(String text) {
        boolean v6 = text.indexOf(':') >= 0 && V6.matcher(text).matches();
        if (!v6 && !V4.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // looked like IPv6 and is none
        }
    }

    /** An address, in brackets or not, with a port or not. */
    static Optional<InetAddress> ofNode(String text) {
        Matcher brackets = BRACKETS.matcher(text);
        if (brackets.matches()) {
            return parse(brackets.group(1));
        }
        Matcher port = V4_PORT.matcher(text);
        return parse(port.matches() ? port.group(1) : text);
    }
}
