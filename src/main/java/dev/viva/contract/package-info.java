/** The contract as data: its operations, its JSON Schemas, and request bodies held against them. */
@NullMarked
package dev.viva.contract;

import org.jspecify.annotations.NullMarked;
