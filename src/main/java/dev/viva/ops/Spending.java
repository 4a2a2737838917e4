package dev.viva.ops;

import dev.viva.model.BudgetUse;
import java.util.List;

/**
 * What paid calls use.
 *
 * @param uses how much is used of each bound that is set
 * @param warnings of bounds that are reached or nearly reached, each a sentence
 */
public record Spending(List<BudgetUse> uses, List<String> warnings) {
    /** Nothing is bounded. */
    public static final Spending UNBOUNDED = new Spending(List.of(), List.of());
}
