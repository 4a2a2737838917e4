package dev.viva;

import dev.viva.content.ContentException;
import dev.viva.copy.CopyException;
import dev.viva.ops.StartFailures;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.cli.Cli;
import java.util.Optional;

/** Reports why a command failed. What an operator can fix is printed as a message instead of a stack trace. */
final class Failures {
    private Failures() {}

    /** @param otherwise reports any other failure */
    static void report(Cli cli, Throwable thrown, Runnable otherwise) {
        inWords(thrown).ifPresentOrElse(words -> cli.getStdErr().println(words), otherwise);
    }

    private static Optional<String> inWords(Throwable thrown) {
        return switch (thrown) {
            case ContentException content -> Optional.ofNullable(content.getMessage());
            case ConfigurationException configuration ->
                Optional.of(String.valueOf(configuration.getMessage()).strip());
            case CopyException copy -> Optional.ofNullable(copy.getMessage());
            default -> StartFailures.inOneLine(thrown);
        };
    }
}
