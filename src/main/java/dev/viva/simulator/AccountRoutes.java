package dev.viva.simulator;

import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.ServerEvents;
import java.io.IOException;
import java.util.List;

/** Requests for client secrets and for the list of models; thread-safe. */
final class AccountRoutes {
    // The provider says when a model was created; a fixed time is enough.
    private static final long CREATED = 1_756_300_000;

    private final Credentials credentials;
    private final ClientSecrets secrets;
    private final List<ModelRow> models;

    AccountRoutes(Credentials credentials, ClientSecrets secrets, List<ModelRow> models) {
        this.credentials = credentials;
        this.secrets = secrets;
        this.models = List.copyOf(models);
    }

    /** False if the request is not one of these. */
    boolean answer(Exchange exchange) throws IOException {
        if (exchange.asks("POST", Routes.SECRETS)) {
            credentials.requireKey(exchange);
            mint(exchange);
        } else if (exchange.asks("GET", Routes.MODELS)) {
            credentials.requireKey(exchange);
            list(exchange);
        } else {
            return false;
        }
        return true;
    }

    private void mint(Exchange exchange) throws IOException {
        exchange.refuseBeta();
        if (!exchange.isOfType("application/json")) {
            throw Refusal.invalid("unsupported_content_type", "The body must be application/json.", null);
        }
        exchange.answer(200, secrets.mint(Exchange.json(exchange.body(), "body")));
    }

    private void list(Exchange exchange) throws IOException {
        var list = ServerEvents.object().put("object", "list");
        var rows = list.putArray("data");
        for (ModelRow model : models) {
            rows.addObject()
                    .put("id", model.id())
                    .put("object", "model")
                    .put("created", CREATED)
                    .put("owned_by", "simulator")
                    .put(
                            "shutdown_date",
                            model.shutdownDate() == null
                                    ? null
                                    : model.shutdownDate().toString());
        }
        exchange.answer(200, list);
    }
}
