package dev.viva.wire;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** The statuses of operations that tests have produced. Thread-safe. */
public final class Exercised {
    private final ConcurrentSkipListSet<String> seen = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListSet<String> ran = new ConcurrentSkipListSet<>();

    /** Records a declared status, and fails the test if the exchange breaks the contract. */
    public void add(Exchange exchange) {
        ContractCheck.require(exchange);
        if (!exchange.request().method().equals("HEAD")) {
            int status = exchange.reply().status();
            ExchangeCheck.get()
                    .declared(exchange.request())
                    .filter(operation -> operation.replies().containsKey(status))
                    .ifPresent(operation -> seen.add(operation.id() + " " + status));
        }
    }

    /** Each as {@code operationId status}. */
    public Set<String> seen() {
        return new TreeSet<>(seen);
    }

    public void ran(String part) {
        ran.add(part);
    }

    /** The parts of the suite that have started. */
    public Set<String> parts() {
        return new TreeSet<>(ran);
    }
}
