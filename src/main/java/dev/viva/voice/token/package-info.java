/** Tokens that the page exchanges for a call: kept in Redis, or in this process where there is none. */
@NullMarked
package dev.viva.voice.token;

import org.jspecify.annotations.NullMarked;
