/** What a model proposes about single criteria of a rubric. A proposal counts for nothing until a person signs. */
@NullMarked
package dev.viva.review;

import org.jspecify.annotations.NullMarked;
