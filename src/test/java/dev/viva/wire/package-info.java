/** What goes over the wire in tests, held against the committed contract: exchanges, events, and what was exercised. */
@NullMarked
package dev.viva.wire;

import org.jspecify.annotations.NullMarked;
