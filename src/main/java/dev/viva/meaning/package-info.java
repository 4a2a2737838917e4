/** How near two sentences are in meaning. */
@NullMarked
package dev.viva.meaning;

import org.jspecify.annotations.NullMarked;
