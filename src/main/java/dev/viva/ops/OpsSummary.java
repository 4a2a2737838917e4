package dev.viva.ops;

import dev.viva.model.BudgetUse;
import dev.viva.model.ProviderKind;
import dev.viva.model.RedisState;
import dev.viva.model.StorageKind;
import java.util.List;

/**
 * What {@code /health} tells people.
 *
 * @param budget how much is used of each bound on paid calls that is set
 * @param warnings what an operator should know, each a sentence
 */
public record OpsSummary(
        StorageKind storage, RedisState redis, ProviderKind provider, List<BudgetUse> budget, List<String> warnings) {}
