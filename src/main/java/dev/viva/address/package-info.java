/** Whom a request is counted for: the address it comes from, behind trusted proxies, or the bearer of its credential. */
@NullMarked
package dev.viva.address;

import org.jspecify.annotations.NullMarked;
