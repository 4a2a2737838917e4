package dev.viva.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings of a run. A simulation reads them from system properties, {@link Soak} from the environment.
 *
 * @param url {@code viva.url}: the service; default http://localhost:8080
 * @param own {@code viva.own}: whether the run started the service on this machine, with the configuration of soak runs
 * @param users {@code viva.users} or {@code VIVA_SOAK_USERS}: concurrent voice sessions; default 5
 * @param duration {@code viva.duration} or {@code VIVA_SOAK_DURATION}: how long the run lasts without its beginning and
 *     end, ISO 8601; default PT1M
 */
public record Settings(String url, boolean own, int users, Duration duration) {
    private static final String USERS = "5";
    private static final String DURATION = "PT1M";

    /** Shorter than the minutes of any case. In a longer run students begin another session. */
    private static final Duration MAX_SESSION = Duration.ofMinutes(15);

    public Settings {
        if (users < 1) {
            throw new IllegalArgumentException("there must be at least one user");
        }
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("the duration must be over zero");
        }
    }

    static Settings ofSystem() {
        return new Settings(
                System.getProperty("viva.url", "http://localhost:8080"),
                Boolean.getBoolean("viva.own"),
                Integer.parseInt(System.getProperty("viva.users", USERS)),
                Duration.parse(System.getProperty("viva.duration", DURATION)));
    }

    static Settings ofEnvironment(Map<String, String> environment) {
        return new Settings(
                "",
                false,
                Integer.parseInt(environment.getOrDefault("VIVA_SOAK_USERS", USERS)),
                Duration.parse(environment.getOrDefault("VIVA_SOAK_DURATION", DURATION)));
    }

    Settings of(Duration other) {
        return new Settings(url, own, users, other);
    }

    List<String> properties() {
        return List.of("-Dviva.users=" + users, "-Dviva.duration=" + duration);
    }

    /** How many sessions each student has, one after another. */
    int sessions() {
        return (int) duration.plus(MAX_SESSION).minusNanos(1).dividedBy(MAX_SESSION);
    }

    /** How long each session's conversation lasts. */
    Duration session() {
        return duration.dividedBy(sessions());
    }

    /** All students begin within this time: one each second, but a large school within a tenth of the session. */
    public Duration rampUp() {
        Duration slow = Duration.ofSeconds(users);
        Duration quick = session().dividedBy(10);
        return users <= 10 || slow.compareTo(quick) < 0 ? slow : quick;
    }

    /** By then the run is over, whatever happens. */
    Duration longest() {
        return duration.plus(rampUp()).plus(Duration.ofMinutes(3).multipliedBy(sessions()));
    }
}
