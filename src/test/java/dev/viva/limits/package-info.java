@NullMarked
package dev.viva.limits;

import org.jspecify.annotations.NullMarked;
