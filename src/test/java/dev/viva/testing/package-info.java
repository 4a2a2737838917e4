/** Helpers for the tests of several packages. */
@NullMarked
package dev.viva.testing;

import org.jspecify.annotations.NullMarked;
