/** Who may do what: grants, the filter that reads them, and the check that gives the session or answers 404. */
@NullMarked
package dev.viva.access;

import org.jspecify.annotations.NullMarked;
