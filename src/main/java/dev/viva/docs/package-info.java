/** The page, the documentation and the contract, served as files. */
@NullMarked
package dev.viva.docs;

import org.jspecify.annotations.NullMarked;
