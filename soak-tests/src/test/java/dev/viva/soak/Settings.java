package dev.viva.soak;

import java.time.Duration;

/**
 * The settings of a run, from system properties.
 *
 * @param url {@code viva.url}: the service; default http://localhost:8080
 * @param users {@code viva.users}: concurrent voice sessions; default 5
 * @param duration {@code viva.duration}: how long each speaks, ISO 8601, up to 50 minutes; default PT1M
 */
record Settings(String url, int users, Duration duration) {
    /** A session's deadline is at most 55 minutes; this leaves time for the end. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(50);

    Settings {
        if (users < 1) {
            throw new IllegalArgumentException("viva.users must be at least 1");
        }
        if (!duration.isPositive() || duration.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException("viva.duration must be over zero and at most " + MAX_WAIT);
        }
    }

    static Settings ofSystem() {
        return new Settings(
                System.getProperty("viva.url", "http://localhost:8080"),
                Integer.getInteger("viva.users", 5),
                Duration.parse(System.getProperty("viva.duration", "PT1M")));
    }

    /** One student begins each second. */
    Duration rampUp() {
        return Duration.ofSeconds(users);
    }
}
