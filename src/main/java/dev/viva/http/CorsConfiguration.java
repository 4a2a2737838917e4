package dev.viva.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.configuration.Finding;
import dev.viva.configuration.Loopback;
import dev.viva.configuration.WebAddress;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * The {@code cors} of the configuration.
 *
 * @param allowedOrigins {@code allowed_origins}: the other origins whose pages may call this service, each as a browser
 *     sends it ({@code https://clinic.example}), compared exactly. None by default. Wildcards are refused
 */
public record CorsConfiguration(
        @JsonProperty("allowed_origins") List<@NotNull String> allowedOrigins) {
    public CorsConfiguration {
        allowedOrigins = allowedOrigins == null ? List.of() : allowedOrigins;
    }

    /** Another text would never match, and nobody would see why. */
    @JsonIgnore
    @ValidationMethod(
            message = "cors.allowed_origins must be origins exactly as browsers send them, " + WebAddress.ORIGIN)
    public boolean isEachOriginExact() {
        return allowedOrigins.stream().filter(Objects::nonNull).allMatch(WebAddress::isOrigin);
    }

    /** A finding for each origin whose pages an attacker on the network can change. */
    public List<Finding> findings() {
        return allowedOrigins.stream()
                .filter(origin -> origin.startsWith("http:")
                        && !Loopback.is(URI.create(origin).getHost()))
                .map(origin -> new Finding(
                        "cors.allowed_origins",
                        origin
                                + " is not encrypted: an attacker on its network can change that page and use a"
                                + " student's grant. Use https."))
                .toList();
    }
}
