/** What faculty did with sessions and exams: who, what, which and when. */
@NullMarked
package dev.viva.audit;

import org.jspecify.annotations.NullMarked;
