package dev.viva.configuration;

import com.google.common.net.InetAddresses;
import org.jspecify.annotations.Nullable;

/** Whether a host's name or address means this machine alone. Looks no name up. */
public final class Loopback {
    private Loopback() {}

    /** @param host a name, or an address with or without the brackets of an address in a URL */
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
