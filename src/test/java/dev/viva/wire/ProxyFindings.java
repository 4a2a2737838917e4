package dev.viva.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The findings of Prism, a validating proxy before the service, from a header of the reply. No header means no finding,
 * so a test must first see that Prism validates: {@link #inRequest} and {@link #inReply}.
 */
public final class ProxyFindings {
    private static final String HEADER = "sl-violations";
    /** Only a warning of Prism, which then skips validation of the exchange. */
    private static final String NO_ROUTE = "Selected route not found";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ProxyFindings() {}

    /**
     * Empty without a proxy. Invalid requests count only if the service accepted them.
     *
     * @param declared whether the contract has an operation with that method and path
     */
    static List<String> of(Exchange exchange, boolean declared) {
        boolean taken = exchange.reply().status() < 300;
        return all(exchange)
                .filter(finding -> isNoRoute(finding)
                        ? declared
                        : finding.path("severity").asText().equals("Error") && (taken || isAt(finding, "response")))
                .map(ProxyFindings::inWords)
                .toList();
    }

    /** All findings about the request, accepted or not. */
    public static List<String> inRequest(Exchange exchange) {
        return at("request", exchange);
    }

    /** All findings about the reply, warnings included. */
    public static List<String> inReply(Exchange exchange) {
        return at("response", exchange);
    }

    private static List<String> at(String place, Exchange exchange) {
        return all(exchange)
                .filter(finding -> isAt(finding, place) && !isNoRoute(finding))
                .map(ProxyFindings::inWords)
                .toList();
    }

    private static boolean isAt(JsonNode finding, String place) {
        return finding.at("/location/0").asText().equals(place);
    }

    private static boolean isNoRoute(JsonNode finding) {
        return finding.path("message").asText().equals(NO_ROUTE);
    }

    private static String inWords(JsonNode finding) {
        return "the proxy finds at " + finding.path("location") + ": "
                + finding.path("message").asText();
    }

    private static Stream<JsonNode> all(Exchange exchange) {
        String header = exchange.reply().header(HEADER);
        return header.isEmpty()
                ? Stream.empty()
                : StreamSupport.stream(read(header).spliterator(), false);
    }

    private static JsonNode read(String header) {
        try {
            return JSON.readTree(header);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the proxy's findings cannot be read", e);
        }
    }
}
