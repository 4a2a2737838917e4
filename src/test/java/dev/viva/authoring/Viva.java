package dev.viva.authoring;

import dev.viva.VivaApplication;
import dev.viva.VivaConfiguration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs a command for authors as {@code viva …} does, in this process.
 *
 * @param failed whether the process would end with exit code 1
 */
record Viva(boolean failed, String out, String err) {
    static Viva run(String... arguments) {
        return typing("", arguments);
    }

    /** Runs it while these lines come in. */
    static Viva typing(String lines, String... arguments) {
        return reading(lines.getBytes(StandardCharsets.UTF_8), arguments);
    }

    /** Runs it while these bytes come in. */
    static Viva reading(byte[] bytes, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var application = new VivaApplication();
        var bootstrap = new Bootstrap<VivaConfiguration>(application);
        application.initialize(bootstrap);
        var in = new ByteArrayInputStream(bytes);
        AuthorCommands.all(new Console(in, out, false)).forEach(bootstrap::addCommand);
        boolean failed = new Cli(new JarLocation(Viva.class), bootstrap, out, err)
                .run(arguments)
                .isPresent();
        return new Viva(failed, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
