@NullMarked
package dev.viva.doctor;

import org.jspecify.annotations.NullMarked;
