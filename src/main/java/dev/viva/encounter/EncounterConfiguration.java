package dev.viva.encounter;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.viva.access.ClassCode;
import dev.viva.configuration.Finding;
import dev.viva.model.Scenario;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long encounters last, and whether students say who they are. A case says its minutes.
 *
 * @param timeFactor by which the minutes of every case are multiplied, 1 to 4; a class may have another. Default 1
 * @param maxDuration no session lasts longer, 5 min to 55 min (no case takes less; the provider's own limit is 60).
 *     Default 55 min
 * @param lateFinals final lines that arrive this long after the end are still stored, 0 s to 5 min. Default 10 s
 * @param participants whether a new session names its participant: {@code optional} (default), {@code required}, {@code
 *     off}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record EncounterConfiguration(
        @DecimalMin("1.0") @DecimalMax("4.0") Double timeFactor,

        @MinDuration(value = 5, unit = TimeUnit.MINUTES) @MaxDuration(value = 55, unit = TimeUnit.MINUTES)
        Duration maxDuration,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
        Duration lateFinals,

        Participants participants) {

    private static final int MIN_SAFE_LATE_FINALS_SECONDS = 8;

    /** All defaults. */
    public static final EncounterConfiguration DEFAULTS = new EncounterConfiguration(null, null, null, null);

    public EncounterConfiguration(
            @Nullable Double timeFactor,
            @Nullable Duration maxDuration,
            @Nullable Duration lateFinals,
            @Nullable Participants participants) {
        this.timeFactor = timeFactor == null ? 1.0 : timeFactor;
        this.maxDuration = maxDuration == null ? Duration.minutes(55) : maxDuration;
        this.lateFinals = lateFinals == null ? Duration.seconds(10) : lateFinals;
        this.participants = participants == null ? Participants.OPTIONAL : participants;
    }

    /** A finding if a session may close before its last call is checked: the hang-up and the check take some seconds. */
    public List<Finding> findings() {
        return lateFinals.toSeconds() >= MIN_SAFE_LATE_FINALS_SECONDS
                ? List.of()
                : List.of(new Finding(
                        "encounter.late_finals",
                        "closes a session before the last lines that a client invented are marked unconfirmed. Set it to"
                                + " 8s or more (VIVA_LATE_FINALS)."));
    }

    /**
     * How long a session of a case with these minutes lasts.
     *
     * @param ofClass the factor of the student's class, in place of the deployment's
     */
    java.time.Duration lasts(int minutes, @Nullable Double ofClass) {
        double factor = ofClass == null ? timeFactor : ofClass;
        long millis = Math.round(java.time.Duration.ofMinutes(minutes).toMillis() * factor);
        return java.time.Duration.ofMillis(Math.min(millis, maxDuration.toMilliseconds()));
    }

    /** The whole minutes that students are promised for a case with these minutes. */
    public int promised(int minutes) {
        return (int) lasts(minutes, null).toMinutes();
    }

    /** Warns of classes whose students get less time than everybody else, and names them by their place alone. */
    public List<Finding> findingsOf(List<ClassCode> classes) {
        return IntStream.range(0, classes.size())
                .filter(place -> getsLess(classes.get(place).timeFactor()))
                .mapToObj(place -> new Finding(
                        "access.classes[" + place + "]",
                        "its time_factor is less than encounter.time_factor: its students get less time than everybody"
                                + " else. Set it to more, or leave it out."))
                .toList();
    }

    private boolean getsLess(@Nullable Double ofClass) {
        return ofClass != null && ofClass < timeFactor;
    }

    /** Warns of cases whose students get less time than the case says. */
    public List<Finding> findings(List<Scenario> served) {
        var cut = served.stream()
                .filter(scenario -> promised(scenario.minutes()) < scenario.minutes())
                .map(Scenario::scenarioId)
                .toList();
        return cut.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        "encounter.max_duration",
                        "These cases end before their own minutes: " + String.join(", ", cut)
                                + ". Set it to as much as the longest needs (VIVA_MAX_DURATION)."));
    }
}
