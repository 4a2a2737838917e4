package dev.viva.limits;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.address.Network;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.Inet6Address;

/**
 * A network in which many people share an address, such as a classroom.
 *
 * @param network the addresses, as a CIDR block; an IPv6 block is a /64 or larger, because addresses count by their /64
 * @param factor multiplies every limit per address, 1 to 10,000
 */
public record AddressMultiplier(
        @JsonProperty("network") @NotNull Network network,
        @JsonProperty("factor") @Min(1) @Max(10_000) int factor) {

    @JsonIgnore
    @AssertTrue(message = "takes IPv6 networks of /64 or larger, since addresses are counted by their /64")
    public boolean isNetworkCounted() {
        return network == null || !(network.base() instanceof Inet6Address) || network.prefix() <= 64;
    }
}
