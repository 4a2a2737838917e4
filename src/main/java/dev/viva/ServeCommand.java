package dev.viva;

import dev.viva.ops.StartFailures;
import dev.viva.patient.ContentException;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;

/** Serves until it is stopped. What an operator can mend is said in words instead of a stack trace. */
final class ServeCommand extends ServerCommand<VivaConfiguration> {
    ServeCommand(Application<VivaConfiguration> application) {
        super(application);
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        Optional<String> words = thrown instanceof ContentException content
                ? Optional.ofNullable(content.getMessage())
                : StartFailures.inOneLine(thrown);
        words.ifPresentOrElse(text -> cli.getStdErr().println(text), () -> super.onError(cli, namespace, thrown));
    }
}
