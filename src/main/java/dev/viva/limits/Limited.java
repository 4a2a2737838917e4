package dev.viva.limits;

import dev.viva.contract.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * The limits of an operation.
 *
 * @param policy the configured policy
 * @param instead the policy that some of its requests count in instead, if any
 * @param how how the contract says that requests count
 */
record Limited(Policy policy, @Nullable Policy instead, RateLimit how) {}
