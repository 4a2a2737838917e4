package dev.viva.simulator;

import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.ServerEvents;
import dev.viva.simulator.conversation.SpokenTurn;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests that the provider does not have. With the key, tests and operators make a student speak, a browser leave,
 * and requests fail, for any call. Thread-safe.
 */
final class ControlRoutes {
    private static final String CALLS = "/control/calls";
    private static final String FAULTS = "/control/faults";
    private static final Pattern OF_CALL = Pattern.compile(CALLS + "/([A-Za-z0-9_-]{1,200})/(turns|leave|expire)");

    private final SimulatedCalls calls;
    private final Credentials credentials;
    private final FaultPlan plan;

    ControlRoutes(SimulatedCalls calls, Credentials credentials, FaultPlan plan) {
        this.calls = calls;
        this.credentials = credentials;
        this.plan = plan;
    }

    /** False if the request is not one of these. */
    boolean answer(Exchange exchange) throws IOException {
        Matcher ofCall = OF_CALL.matcher(exchange.path());
        if (exchange.asks("GET", CALLS)) {
            credentials.requireKey(exchange);
            list(exchange);
        } else if (exchange.path().equals(FAULTS)) {
            credentials.requireKey(exchange);
            faults(exchange);
        } else if (exchange.posts() && ofCall.matches()) {
            credentials.requireKey(exchange);
            act(exchange, calls.find(ofCall.group(1)), ofCall.group(2));
        } else {
            return false;
        }
        return true;
    }

    private void faults(Exchange exchange) throws IOException {
        switch (exchange.request().getMethod()) {
            case "GET" -> {
                // Changes nothing: the faults are shown below.
            }
            case "PUT" -> plan.set(Exchange.json(exchange.body(), "body"));
            case "DELETE" -> plan.set(null);
            default -> throw Refusal.of(405, "method_not_allowed", "Faults take GET, PUT and DELETE.");
        }
        exchange.answer(200, FaultPlan.show(plan.current()));
    }

    private void list(Exchange exchange) throws IOException {
        var list = ServerEvents.object();
        var ids = list.putArray("calls");
        calls.ids().forEach(ids::add);
        exchange.answer(200, list);
    }

    private void act(Exchange exchange, SimulatedCall call, String what) throws IOException {
        switch (what) {
            case "turns" -> {
                SpokenTurn turn = SpokenTurn.read(Exchange.json(exchange.body(), "body"));
                if (!call.speak(turn)) {
                    throw Refusal.limited("rate_limit_exceeded", Duration.ofSeconds(5));
                }
            }
            case "leave" -> calls.end(call, Ending.BROWSER_GONE);
            default -> calls.end(call, Ending.EXPIRED);
        }
        exchange.answer(202, ServerEvents.object());
    }
}
