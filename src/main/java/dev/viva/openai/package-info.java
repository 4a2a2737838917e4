/** The adapter to OpenAI's realtime API: HTTP requests, sidebands and the reading of events. Implements {@code realtime}. */
@NullMarked
package dev.viva.openai;

import org.jspecify.annotations.NullMarked;
