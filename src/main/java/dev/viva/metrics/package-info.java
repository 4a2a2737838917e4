/** The service's metrics. {@code metrics.yml} describes each metric; no others are published. */
@NullMarked
package dev.viva.metrics;

import org.jspecify.annotations.NullMarked;
