package dev.viva.ops;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * The build that runs, as Maven recorded it.
 *
 * @param commit {@code unknown} outside a checkout
 * @param builtAt the build's nominal time, which is fixed per version so that the same sources give the same jar
 */
record BuildInfo(String version, String commit, String builtAt) {
    private static final String UNKNOWN = "unknown";

    /** Reads what Maven filled in; {@code unknown} where it did not. */
    static BuildInfo load() {
        var build = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read build.properties", e);
        }
        return new BuildInfo(value(build, "version"), value(build, "commit"), value(build, "built_at"));
    }

    private static String value(Properties build, String key) {
        String value = build.getProperty(key, UNKNOWN);
        return value.isBlank() || value.startsWith("${") ? UNKNOWN : value;
    }
}
