package dev.viva.limits;

import dev.viva.contract.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * An operation's policy as configured, and how the contract says that its requests count in it.
 *
 * @param instead the policy that some of its requests count in instead, if any
 */
record Limited(Policy policy, @Nullable Policy instead, RateLimit how) {}
