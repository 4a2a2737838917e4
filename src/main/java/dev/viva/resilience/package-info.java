/** Between the service and its provider: circuit breaker, deadlines, retries, and the record of problems. */
@NullMarked
package dev.viva.resilience;

import org.jspecify.annotations.NullMarked;
