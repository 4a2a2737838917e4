package dev.viva.simulator;

import dev.viva.problem.Secret;

/** Who may ask for what: the API key for everything, a client secret for calls of its own. Thread-safe. */
final class Credentials {
    private final Secret key;
    private final ClientSecrets secrets;

    Credentials(Secret key, ClientSecrets secrets) {
        this.key = key;
        this.secrets = secrets;
    }

    void requireKey(Exchange exchange) {
        if (!isKey(exchange.bearer())) {
            throw Refusal.unauthorised();
        }
    }

    boolean isKey(Secret credential) {
        return key.equals(credential);
    }

    /** One that was given out, though it may be too old to begin a call. */
    Secret known(Exchange exchange) {
        Secret credential = exchange.bearer();
        if (!isKey(credential) && !secrets.knows(credential)) {
            throw Refusal.unauthorised();
        }
        return credential;
    }
}
