package dev.viva.limits;

import dev.viva.contract.RateLimit;

/** An operation's policy as configured, and how the contract says that its requests count in it. */
record Limited(Policy policy, RateLimit how) {}
