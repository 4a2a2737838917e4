package dev.viva.soak.ledger;

import java.util.List;

/** The service's reply differs from what was said; the message says how. */
public final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Difference(String words) {
        super(words);
    }

    /** @throws Difference that says all of them, if there are any */
    public static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new Difference(String.join("; ", problems));
        }
    }
}
