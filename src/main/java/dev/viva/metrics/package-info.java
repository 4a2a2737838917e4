/** What the service measures, by name: {@code metrics.yml} describes each metric, and is all that is published. */
@NullMarked
package dev.viva.metrics;

import org.jspecify.annotations.NullMarked;
