/** Reads a configuration: merges a file over the built-in one, fills in the environment, and finds unsafe settings. */
@NullMarked
package dev.viva.configuration;

import org.jspecify.annotations.NullMarked;
