/** The contract as data: its operations and JSON Schemas, and the validation of request bodies against them. */
@NullMarked
package dev.viva.contract;

import org.jspecify.annotations.NullMarked;
