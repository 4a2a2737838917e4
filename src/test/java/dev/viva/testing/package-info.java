/** What the tests of several packages need. */
@NullMarked
package dev.viva.testing;

import org.jspecify.annotations.NullMarked;
