/** {@code viva doctor}: looks at an installation as the service would find it, and says what to do. */
@NullMarked
package dev.viva.doctor;

import org.jspecify.annotations.NullMarked;
