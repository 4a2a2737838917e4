package dev.viva;

import dev.viva.ops.OldGeneration;
import dev.viva.ops.UncaughtFailures;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.setup.Environment;
import net.sourceforge.argparse4j.inf.Namespace;

/** Serves until it is stopped. What an operator can fix is printed as a message instead of a stack trace. */
final class ServeCommand extends ServerCommand<VivaConfiguration> {
    ServeCommand(Application<VivaConfiguration> application) {
        super(application);
    }

    @Override
    protected void run(Environment environment, Namespace namespace, VivaConfiguration config) throws Exception {
        UncaughtFailures.install();
        OldGeneration.bound();
        super.run(environment, namespace, config);
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        Failures.report(cli, thrown, () -> super.onError(cli, namespace, thrown));
    }
}
