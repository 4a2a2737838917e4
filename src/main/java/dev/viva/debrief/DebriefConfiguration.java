package dev.viva.debrief;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * When students read their debrief, and how much of it.
 *
 * @param release {@code immediately} once the session is closed (default), {@code after_reflection}, or {@code
 *     by_faculty}
 * @param answers whether the debrief contains what the encounter has not shown: missed items, dangers, the plan. Default
 *     false; faculty may release them for each session
 */
public record DebriefConfiguration(
        @JsonProperty Release release, @JsonProperty Boolean answers) {
    /** All defaults. */
    public static final DebriefConfiguration DEFAULTS = new DebriefConfiguration(null, null);

    public DebriefConfiguration(@Nullable Release release, @Nullable Boolean answers) {
        this.release = release == null ? Release.IMMEDIATELY : release;
        this.answers = answers != null && answers;
    }

    /** What a student's debrief waits for besides the end of the session. */
    public enum Release {
        @JsonProperty("immediately")
        IMMEDIATELY,
        @JsonProperty("after_reflection")
        AFTER_REFLECTION,
        @JsonProperty("by_faculty")
        BY_FACULTY
    }
}
