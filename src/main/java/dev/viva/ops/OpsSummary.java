package dev.viva.ops;

import dev.viva.model.ProviderKind;
import dev.viva.model.RedisState;
import dev.viva.model.StorageKind;
import java.util.List;

/**
 * What {@code /health} shows.
 *
 * @param spending what paid calls use, as far as the caller may see it
 * @param warnings what an operator should know, each a sentence or two
 */
record OpsSummary(
        StorageKind storage, RedisState redis, ProviderKind provider, Spending spending, List<String> warnings) {}
