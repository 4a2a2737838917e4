package dev.viva.simulator;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.validation.constraints.NotBlank;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model in the simulator's list. A call may name any model, listed or not.
 *
 * @param id the model's name
 * @param shutdownDate the day it is shut down; null if none is known
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ModelRow(@NotBlank String id, @Nullable LocalDate shutdownDate) {

    /** The provider's models and deprecations as of November 2026. */
    static final List<ModelRow> KNOWN = List.of(
            new ModelRow("gpt-realtime-2.1", null),
            new ModelRow("gpt-realtime-2.1-mini", null),
            new ModelRow("gpt-realtime-2", null),
            new ModelRow("gpt-realtime-1.5", null),
            new ModelRow("gpt-realtime", LocalDate.of(2027, 1, 20)),
            new ModelRow("gpt-realtime-mini", LocalDate.of(2027, 1, 20)),
            new ModelRow("gpt-realtime-whisper", null),
            new ModelRow("gpt-transcribe", null),
            new ModelRow("whisper-1", LocalDate.of(2027, 2, 26)),
            new ModelRow("gpt-4o-transcribe", LocalDate.of(2027, 2, 26)),
            new ModelRow("gpt-4o-mini-transcribe", LocalDate.of(2027, 2, 26)));
}
