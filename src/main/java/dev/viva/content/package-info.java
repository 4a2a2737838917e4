/** Reading a content folder: files, YAML, and what is wrong with them, for authors. */
@NullMarked
package dev.viva.content;

import org.jspecify.annotations.NullMarked;
