package dev.viva.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.StreamSupport;

/** What Prism, a validating proxy on the way to the service, says of an exchange in a header of the reply. */
final class ProxyFindings {
    private static final String HEADER = "sl-violations";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProxyFindings() {}

    /** Empty without a proxy. Wrong requests are its business only where the service took them. */
    static List<String> of(Exchange exchange) {
        String header = exchange.reply().header(HEADER);
        if (header.isEmpty()) {
            return List.of();
        }
        boolean taken = exchange.reply().status() < 300;
        return StreamSupport.stream(read(header).spliterator(), false)
                .filter(finding -> finding.path("severity").asText().equals("Error"))
                .filter(finding -> taken || finding.at("/location/0").asText().equals("response"))
                .map(finding -> "the proxy finds at " + finding.path("location") + ": "
                        + finding.path("message").asText())
                .toList();
    }

    private static JsonNode read(String header) {
        try {
            return JSON.readTree(header);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the proxy's findings cannot be read", e);
        }
    }
}
