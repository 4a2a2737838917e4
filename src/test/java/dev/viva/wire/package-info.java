/** Checks the HTTP exchanges and events of tests against the committed contract, and records coverage. */
@NullMarked
package dev.viva.wire;

import org.jspecify.annotations.NullMarked;
