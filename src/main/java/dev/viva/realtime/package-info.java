/** The port to a provider of realtime voice calls, and its adapter for the OpenAI Realtime API. */
@NullMarked
package dev.viva.realtime;

import org.jspecify.annotations.NullMarked;
