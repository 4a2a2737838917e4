package dev.viva.limits;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies' word about a client's address is taken. By default nobody's: the address is the connection's.
 *
 * @param hops how many proxies stand before the server, each of which adds to the header; 0 trusts nobody
 * @param cidrs the proxies' networks, in place of {@code hops}
 * @param header the one header that those proxies write, {@code x_forwarded_for} or {@code forwarded}. Unset, either is
 *     read; a request whose two headers disagree then counts against the proxy, as one of them must be forged
 */
public record TrustProxy(
        @JsonProperty("hops") @Min(0) @Max(32) int hops,
        @JsonProperty("cidrs") List<@NotNull Network> cidrs,
        @JsonProperty("header") @Nullable ForwardingHeader header) {
    static final TrustProxy NOBODY = new TrustProxy(0, List.of(), null);

    public TrustProxy {
        cidrs = cidrs == null ? List.of() : cidrs;
    }

    @JsonIgnore
    @AssertTrue(message = "takes hops or cidrs, not both")
    public boolean isHopsOrCidrs() {
        return hops == 0 || cidrs.isEmpty();
    }
}
