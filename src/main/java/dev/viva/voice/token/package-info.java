/** Tokens that the page exchanges for a call: stored in Redis, or in this replica if there is none. */
@NullMarked
package dev.viva.voice.token;

import org.jspecify.annotations.NullMarked;
