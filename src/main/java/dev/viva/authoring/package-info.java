/** What an author does with cases beside the service: commands that check, rehearse, print and begin them. */
@NullMarked
package dev.viva.authoring;

import org.jspecify.annotations.NullMarked;
