/** Copies all data from one database into another and compares both. */
@NullMarked
package dev.viva.copy;

import org.jspecify.annotations.NullMarked;
