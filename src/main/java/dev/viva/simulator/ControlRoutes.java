package dev.viva.simulator;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the provider does not have: tests and operators let a student speak and a browser leave. They show the key, and
 * may do so for every call. Thread-safe.
 */
final class ControlRoutes {
    private static final String CALLS = "/control/calls";
    private static final Pattern OF_CALL = Pattern.compile(CALLS + "/([A-Za-z0-9_-]{1,200})/(turns|leave|expire)");

    private final SimulatedCalls calls;
    private final Credentials credentials;

    ControlRoutes(SimulatedCalls calls, Credentials credentials) {
        this.calls = calls;
        this.credentials = credentials;
    }

    /** False when the request is for none of them. */
    boolean answer(Exchange exchange) throws IOException {
        Matcher ofCall = OF_CALL.matcher(exchange.path());
        if (exchange.asks("GET", CALLS)) {
            credentials.requireKey(exchange);
            list(exchange);
        } else if (exchange.posts() && ofCall.matches()) {
            credentials.requireKey(exchange);
            act(exchange, calls.find(ofCall.group(1)), ofCall.group(2));
        } else {
            return false;
        }
        return true;
    }

    private void list(Exchange exchange) throws IOException {
        var list = Events.object();
        var ids = list.putArray("calls");
        calls.ids().forEach(ids::add);
        exchange.answer(200, list);
    }

    private void act(Exchange exchange, SimulatedCall call, String what) throws IOException {
        switch (what) {
            case "turns" -> {
                SpokenTurn turn = SpokenTurn.read(Exchange.json(exchange.body(), "body"));
                if (!call.speak(turn)) {
                    throw Refusal.of(429, "rate_limit_exceeded", "The call cannot follow.");
                }
            }
            case "leave" -> calls.end(call, Ending.BROWSER_GONE);
            default -> calls.end(call, Ending.EXPIRED);
        }
        exchange.answer(202, Events.object());
    }
}
