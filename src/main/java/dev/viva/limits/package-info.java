/**
 * Rate limits: policies, buckets, the subject that a request is charged to, and the filter. The contract names the
 * policy of each operation; the configuration sets its limits.
 */
@NullMarked
package dev.viva.limits;

import org.jspecify.annotations.NullMarked;
