/** What stands between the service and its provider: circuit breaker, deadlines, retries, and the record of troubles. */
@NullMarked
package dev.viva.resilience;

import org.jspecify.annotations.NullMarked;
