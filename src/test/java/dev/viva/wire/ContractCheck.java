package dev.viva.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Fails the test whose exchange breaks the contract: at once in the thread of the exchange, and again at the end of the
 * test (by {@link FailsOnBrokenContract}) in case that thread's errors are lost.
 */
public final class ContractCheck {
    private static final ConcurrentLinkedQueue<String> BROKEN = new ConcurrentLinkedQueue<>();

    private ContractCheck() {}

    /** @throws AssertionError that lists all violations */
    public static void require(Exchange exchange) {
        ServerFailures.note(exchange);
        requireNone(exchange.toString(), ExchangeCheck.get().findings(exchange));
    }

    static void requireNone(String what, List<String> findings) {
        if (!findings.isEmpty()) {
            String message = what + " breaks the contract:\n  * " + String.join("\n  * ", findings);
            BROKEN.add(message);
            throw new AssertionError(message);
        }
    }

    /** The violations found since the last call. */
    static List<String> takeBroken() {
        var taken = new ArrayList<String>();
        for (String next = BROKEN.poll(); next != null; next = BROKEN.poll()) {
            taken.add(next);
        }
        return taken;
    }
}
