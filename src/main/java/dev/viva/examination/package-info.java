/** Tests that a student performs on the patient: what the case records for each, and who may read what was shown. */
@NullMarked
package dev.viva.examination;

import org.jspecify.annotations.NullMarked;
