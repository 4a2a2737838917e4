/** What a client may cost before anybody knows who it is: connections, headers, bodies and replies that are slow. */
@NullMarked
package dev.viva.http;

import org.jspecify.annotations.NullMarked;
