/** The database: connection, migrations and the one way to write. Knows nobody above it. */
@NullMarked
package dev.viva.storage;

import org.jspecify.annotations.NullMarked;
