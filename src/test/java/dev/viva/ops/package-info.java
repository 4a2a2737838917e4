@NullMarked
package dev.viva.ops;

import org.jspecify.annotations.NullMarked;
