/** What replicas share beside the database: the connection to Redis, leases and broadcasts. */
@NullMarked
package dev.viva.redis;

import org.jspecify.annotations.NullMarked;
