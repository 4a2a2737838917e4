/** A session and its table. Knows nobody above SQL. */
@NullMarked
package dev.viva.session;

import org.jspecify.annotations.NullMarked;
