/** The database: connections, migrations and the one way to write. */
@NullMarked
package dev.viva.storage;

import org.jspecify.annotations.NullMarked;
