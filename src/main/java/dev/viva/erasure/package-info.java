/** Erasing sessions for good: on request, by age, and once more after a backup was restored. */
@NullMarked
package dev.viva.erasure;

import org.jspecify.annotations.NullMarked;
