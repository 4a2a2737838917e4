/** Traces by OpenTelemetry: off unless a collector is configured. */
@NullMarked
package dev.viva.tracing;

import org.jspecify.annotations.NullMarked;
