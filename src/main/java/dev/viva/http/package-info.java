/** What applies to every request: ids, headers, logging, and bounds on connections and slow clients. */
@NullMarked
package dev.viva.http;

import org.jspecify.annotations.NullMarked;
