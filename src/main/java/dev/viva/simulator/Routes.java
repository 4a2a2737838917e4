package dev.viva.simulator;

import java.util.Optional;
import java.util.regex.Pattern;

/** The provider's paths, and which faults apply to a request. */
final class Routes {
    static final String SIDEBAND = "/v1/realtime";
    static final String CALLS = "/v1/realtime/calls";
    static final String SECRETS = "/v1/realtime/client_secrets";
    static final String MODELS = "/v1/models";
    static final Pattern HANG_UP = Pattern.compile(CALLS + "/([A-Za-z0-9_-]{1,200})/hangup");

    private Routes() {}

    /** The path of a call, as a Location header names it. */
    static String call(String callId) {
        return CALLS + "/" + callId;
    }

    /** The scope that a request belongs to; empty when it belongs to none. */
    static Optional<Faults.Scope> scope(Exchange exchange) {
        if (exchange.asks("POST", CALLS)) {
            return Optional.of(Faults.Scope.CALLS);
        } else if (exchange.asks("GET", SIDEBAND)) {
            return Optional.of(Faults.Scope.SIDEBAND);
        } else if (exchange.asks("POST", SECRETS)) {
            return Optional.of(Faults.Scope.SECRETS);
        } else if (exchange.asks("GET", MODELS)) {
            return Optional.of(Faults.Scope.MODELS);
        }
        boolean hangUp = exchange.posts() && HANG_UP.matcher(exchange.path()).matches();
        return hangUp ? Optional.of(Faults.Scope.HANGUP) : Optional.empty();
    }
}
