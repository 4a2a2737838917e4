package dev.viva.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.configuration.Finding;
import dev.viva.configuration.Loopback;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;

/**
 * The {@code cors} of the configuration.
 *
 * @param allowedOrigins {@code allowed_origins}: the other origins whose pages may call this service, each as a browser
 *     sends it ({@code https://clinic.example}), compared exactly. None by default. Wildcards are refused
 */
public record CorsConfiguration(
        @JsonProperty("allowed_origins")
        List<@NotNull @Pattern(regexp = ORIGIN, message = "is not an exact origin; " + HOW) String> allowedOrigins) {
    static final String ORIGIN = "https?://[A-Za-z0-9.\\-\\[\\]:]+";
    static final String HOW = "allowed_origins takes such as https://clinic.example, no wildcard and no path";

    public CorsConfiguration {
        allowedOrigins = allowedOrigins == null ? List.of() : allowedOrigins;
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
