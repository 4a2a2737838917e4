/** How a configuration is read: a file merged over the built-in one, the environment filled in, what is unsafe named. */
@NullMarked
package dev.viva.configuration;

import org.jspecify.annotations.NullMarked;
