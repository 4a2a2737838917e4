/** The use cases of a session: create, read, advance, end, and what falls due. */
@NullMarked
package dev.viva.encounter;

import org.jspecify.annotations.NullMarked;
