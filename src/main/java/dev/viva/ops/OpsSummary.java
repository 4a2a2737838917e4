package dev.viva.ops;

import dev.viva.model.BudgetUse;
import dev.viva.model.ProviderKind;
import dev.viva.model.RedisState;
import dev.viva.model.StorageKind;
import java.util.List;

/**
 * What {@code /health} tells people.
 *
 * @param budget what paid calls use, for faculty alone
 * @param warnings what an operator should know, each a sentence
 */
public record OpsSummary(
        StorageKind storage, RedisState redis, ProviderKind provider, Spending budget, List<String> warnings) {

    /**
     * What paid calls use.
     *
     * @param uses how much is used of each bound that is set
     * @param warnings of bounds that are reached or nearly so, each a sentence
     */
    public record Spending(List<BudgetUse> uses, List<String> warnings) {
        /** Nothing is bounded. */
        public static final Spending UNBOUNDED = new Spending(List.of(), List.of());
    }
}
