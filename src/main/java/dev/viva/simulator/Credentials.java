package dev.viva.simulator;

import dev.viva.problem.Secret;
import dev.viva.simulator.conversation.Refusal;

/** The API key permits everything, a client secret only its own calls. Thread-safe. */
final class Credentials {
    private final Secret key;
    private final ClientSecrets secrets;

    Credentials(Secret key, ClientSecrets secrets) {
        this.key = key;
        this.secrets = secrets;
    }

    void requireKey(Exchange exchange) {
        if (exchange.bearer().filter(this::isKey).isEmpty()) {
            throw Refusal.unauthorised();
        }
    }

    boolean isKey(Secret credential) {
        return key.equals(credential);
    }

    boolean knows(Exchange exchange) {
        return exchange.bearer().filter(this::knows).isPresent();
    }

    private boolean knows(Secret credential) {
        return isKey(credential) || secrets.knows(credential);
    }

    /** The credential of a request, if it was issued. It may have expired, so that it begins no call. */
    Secret known(Exchange exchange) {
        return exchange.bearer().filter(this::knows).orElseThrow(Refusal::unauthorised);
    }
}
