/** Transcripts as documents: a page to print, and plain text. */
@NullMarked
package dev.viva.transcript.print;

import org.jspecify.annotations.NullMarked;
