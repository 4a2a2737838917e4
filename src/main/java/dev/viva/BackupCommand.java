package dev.viva;

import dev.viva.copy.Backup;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code viva backup config.yml --to FOLDER}, and {@code viva restore config.yml --from FILE}. */
final class BackupCommand extends ConfiguredCommand<VivaConfiguration> {
    private static final String BACKUP = "backup";

    private final Application<VivaConfiguration> application;
    private final Clock clock;

    private BackupCommand(Application<VivaConfiguration> application, Clock clock, String name, String does) {
        super(name, does);
        this.application = application;
        this.clock = clock;
    }

    static BackupCommand backup(Application<VivaConfiguration> application, Clock clock) {
        return new BackupCommand(application, clock, BACKUP, "Writes all data to a file, while the service runs");
    }

    static BackupCommand restore(Application<VivaConfiguration> application, Clock clock) {
        return new BackupCommand(application, clock, "restore", "Fills an empty database from a backup");
    }

    @Override
    protected Class<VivaConfiguration> getConfigurationClass() {
        return application.getConfigurationClass();
    }

    @Override
    public void configure(Subparser parser) {
        super.configure(parser);
        if (getName().equals(BACKUP)) {
            parser.addArgument("--to").required(true).help("the folder for backups; created for its owner alone");
            parser.addArgument("--keep")
                    .type(Integer.class)
                    .setDefault(14)
                    .help("how many backups the folder keeps; default 14");
        } else {
            parser.addArgument("--from").required(true).help("the backup");
        }
    }

    @Override
    protected void run(Bootstrap<VivaConfiguration> bootstrap, Namespace arguments, VivaConfiguration config)
            throws IOException, SQLException {
        var backup = new Backup(config.database, config.dataDir, System.out::println);
        if (getName().equals(BACKUP)) {
            backup.write(Path.of(arguments.getString("to")), clock.instant(), Math.max(1, arguments.getInt("keep")));
        } else {
            backup.restore(Path.of(arguments.getString("from")));
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        Failures.report(cli, thrown, () -> super.onError(cli, namespace, thrown));
    }
}
