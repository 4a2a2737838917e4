/** The transcript log: append, order, follow, print. Independent of calls and providers. */
@NullMarked
package dev.viva.transcript;

import org.jspecify.annotations.NullMarked;
