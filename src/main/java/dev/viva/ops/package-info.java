/** What operators see: health, version, the served contract, log levels, starting and stopping. */
@NullMarked
package dev.viva.ops;

import org.jspecify.annotations.NullMarked;
