/** All patients, cases, standard questions and catalogues: checked together, and served. */
@NullMarked
package dev.viva.library;

import org.jspecify.annotations.NullMarked;
