package dev.viva.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.soak.ledger.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The statuses that the service's own contract documents for each operation, without 500: it is documented so that
 * clients handle it, and is always a fault.
 */
final class Statuses {
    private final Map<String, Set<Integer>> documented = new HashMap<>();

    private Statuses() {}

    static Statuses at(String url) {
        try (var client = HttpClient.newHttpClient()) {
            var reply = client.send(
                    HttpRequest.newBuilder(URI.create(url + "/openapi.json")).build(), BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new IllegalStateException(url + "/openapi.json answered " + reply.statusCode());
            }
            return of(Json.parse(reply.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(url + " does not serve its contract", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Statuses of(JsonNode contract) {
        var statuses = new Statuses();
        for (JsonNode path : contract.path("paths")) {
            for (JsonNode operation : path) {
                if (operation.has("operationId")) {
                    var declared = new TreeSet<Integer>();
                    operation
                            .path("responses")
                            .fieldNames()
                            .forEachRemaining(one -> declared.add(Integer.valueOf(one)));
                    declared.remove(500);
                    statuses.documented.put(operation.path("operationId").asText(), declared);
                }
            }
        }
        return statuses;
    }

    /** @return the documented statuses of the operation, as Gatling's check takes them */
    List<Integer> of(String operation) {
        Set<Integer> statuses = documented.get(operation);
        if (statuses == null) {
            throw new IllegalArgumentException("the contract has no operation " + operation);
        }
        return List.copyOf(statuses);
    }
}
