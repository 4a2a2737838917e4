/** The application: configuration and wiring. */
@NullMarked
package dev.viva;

import org.jspecify.annotations.NullMarked;
