package dev.viva.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Fails the test whose exchange breaks the contract: at once in the thread that made it, and once more at the test's end
 * (by {@link FailsOnBrokenContract}), in case that thread's errors are seen by nobody.
 */
public final class Held {
    private static final ConcurrentLinkedQueue<String> BROKEN = new ConcurrentLinkedQueue<>();

    private Held() {}

    /** @throws AssertionError with all that is wrong, in words */
    public static void against(Exchange exchange) {
        hold(exchange.toString(), ExchangeCheck.get().findings(exchange));
    }

    static void hold(String what, List<String> findings) {
        if (!findings.isEmpty()) {
            String message = what + " breaks the contract:\n  * " + String.join("\n  * ", findings);
            BROKEN.add(message);
            throw new AssertionError(message);
        }
    }

    /** What was found since this was last asked. */
    static List<String> takeBroken() {
        var taken = new ArrayList<String>();
        for (String next = BROKEN.poll(); next != null; next = BROKEN.poll()) {
            taken.add(next);
        }
        return taken;
    }
}
