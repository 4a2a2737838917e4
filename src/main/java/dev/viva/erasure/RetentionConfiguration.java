package dev.viva.erasure;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.ValidationMethod;
import org.jspecify.annotations.Nullable;

/**
 * How long the record is kept.
 *
 * @param sessions an ended session is erased this long after its end, 1 d to 3,650 d; 0 s (default): never
 * @param audit an entry of the audit trail is removed after this time, 30 d to 3,650 d, no shorter than
 *     {@code sessions}; 0 s (default): never. Who read a record must be known for as long as the record exists
 */
public record RetentionConfiguration(Duration sessions, Duration audit) {
    private static final Duration NEVER = Duration.seconds(0);
    private static final long MIN_AUDIT_DAYS = 30;
    private static final long MAX_DAYS = 3650;

    /** All defaults. */
    public static final RetentionConfiguration DEFAULTS = new RetentionConfiguration(null, null);

    public RetentionConfiguration(@Nullable Duration sessions, @Nullable Duration audit) {
        this.sessions = sessions == null ? NEVER : sessions;
        this.audit = audit == null ? NEVER : audit;
    }

    /** Whether sessions are erased by their age. */
    @JsonIgnore
    public boolean erasesSessions() {
        return sessions.toSeconds() > 0;
    }

    @JsonIgnore
    boolean forgetsAudit() {
        return audit.toSeconds() > 0;
    }

    @JsonIgnore
    @ValidationMethod(message = "retention.sessions must be 0s (never) or between 1d and 3650d")
    public boolean isSessionsInRange() {
        return isNeverOrBetween(sessions, 1);
    }

    @JsonIgnore
    @ValidationMethod(message = "retention.audit must be 0s (never) or between 30d and 3650d")
    public boolean isAuditInRange() {
        return isNeverOrBetween(audit, MIN_AUDIT_DAYS);
    }

    @JsonIgnore
    @ValidationMethod(
            message =
                    "retention.audit must not be shorter than retention.sessions: who read a session must be known for as"
                            + " long as the session exists")
    public boolean isAuditAsLongAsSessions() {
        return !forgetsAudit() || erasesSessions() && audit.compareTo(sessions) >= 0;
    }

    private static boolean isNeverOrBetween(Duration time, long days) {
        return time.toNanoseconds() == 0
                || time.compareTo(Duration.days(days)) >= 0 && time.compareTo(Duration.days(MAX_DAYS)) <= 0;
    }
}
