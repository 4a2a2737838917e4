package dev.viva.examination;

import dev.viva.model.Examination;
import dev.viva.model.ExaminationReceipt;
import dev.viva.model.SessionEvent;
import org.jspecify.annotations.Nullable;

/**
 * A test that was performed, now or earlier, or what is missing for it.
 *
 * @param event where it is stored; null when something is missing
 * @param created whether this request stored it
 */
record Performed(Examination examination, @Nullable SessionEvent event, boolean created) {
    ExaminationReceipt receipt(String sessionId) {
        return new ExaminationReceipt(
                sessionId, event == null ? null : event.seq(), event == null ? null : event.createdAt(), examination);
    }
}
