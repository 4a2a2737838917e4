@NullMarked
package dev.viva.http;

import org.jspecify.annotations.NullMarked;
