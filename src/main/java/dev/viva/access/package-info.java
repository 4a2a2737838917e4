/** Who may do what: grants, the filter that reads them, and the function that gives the session or says 404. */
@NullMarked
package dev.viva.access;

import org.jspecify.annotations.NullMarked;
