package dev.viva.address;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.InetAddress;
import java.util.List;

/**
 * The proxies that are trusted to name the client's address. By default none: the address is the connection's.
 *
 * @param hops how many proxies stand before the server, each of which appends to the header; 0 trusts none
 * @param cidrs the proxies' networks, in place of {@code hops}
 * @param header the one header that those proxies write, {@code x_forwarded_for}, the default, or {@code forwarded}; the
 *     other is ignored, since clients can write it
 */
public record TrustProxy(
        @JsonProperty("hops") @Min(0) @Max(32) int hops,
        @JsonProperty("cidrs") List<@NotNull Network> cidrs,
        @JsonProperty("header") ForwardingHeader header) {
    public static final TrustProxy NOBODY = new TrustProxy(0, List.of(), ForwardingHeader.X_FORWARDED_FOR);

    public TrustProxy {
        cidrs = cidrs == null ? List.of() : cidrs;
        header = header == null ? ForwardingHeader.X_FORWARDED_FOR : header;
    }

    /** Whether a connection's other end is one of those proxies; with {@code hops} it always is. */
    public boolean isProxy(InetAddress peer) {
        return hops > 0 || cidrs.stream().anyMatch(network -> network.contains(peer));
    }

    @JsonIgnore
    @AssertTrue(message = "takes hops or cidrs, not both")
    public boolean isHopsOrCidrs() {
        return hops == 0 || cidrs.isEmpty();
    }
}
