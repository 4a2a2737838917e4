package dev.viva.configuration;

import com.google.common.net.InetAddresses;
import org.jspecify.annotations.Nullable;

/** Whether a host name or address is a loopback one. Does no DNS lookup. */
public final class Loopback {
    private Loopback() {}

    /** @param host a name, or an address, with or without the brackets that a URL needs */
    public static boolean is(@Nullable String host) {
        if (host == null || host.isBlank()) {
            return false;
        }
        String bare = host.replaceAll("^\\[|]$", "");
        return bare.equalsIgnoreCase("localhost")
                || InetAddresses.isInetAddress(bare)
                        && InetAddresses.forString(bare).isLoopbackAddress();
    }
}
