/** Which address a request comes from, behind trusted proxies. */
@NullMarked
package dev.viva.address;

import org.jspecify.annotations.NullMarked;
