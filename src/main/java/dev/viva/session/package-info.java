/** A session and its table. */
@NullMarked
package dev.viva.session;

import org.jspecify.annotations.NullMarked;
