/** The transcript log: append, order, follow, print. Knows no call and no provider. */
@NullMarked
package dev.viva.transcript;

import org.jspecify.annotations.NullMarked;
