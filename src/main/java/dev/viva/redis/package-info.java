/** What replicas share besides the database: the connection to Redis, leases and broadcasts. */
@NullMarked
package dev.viva.redis;

import org.jspecify.annotations.NullMarked;
