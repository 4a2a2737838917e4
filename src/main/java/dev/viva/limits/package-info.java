/**
 * Rate limits: policies, buckets, whom a request counts against, and the filter that says so. An operation names its
 * policy in the contract; how much a policy allows is configuration.
 */
@NullMarked
package dev.viva.limits;

import org.jspecify.annotations.NullMarked;
