/** The port to a provider of realtime voice calls: calls, sidebands, text conversations and their configuration. */
@NullMarked
package dev.viva.realtime;

import org.jspecify.annotations.NullMarked;
