/** Figures about a conversation that need no case: who talked how much, and how the student asked. */
@NullMarked
package dev.viva.debrief.measure;

import org.jspecify.annotations.NullMarked;
