package dev.viva;

import dev.viva.copy.CopyData;
import dev.viva.copy.CopyException;
import dev.viva.problem.Secret;
import dev.viva.storage.DatabaseConfiguration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.sql.SQLException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code viva copy-data --from sqlite:data/viva.db --to postgresql://db:5432/viva}. */
final class CopyDataCommand extends Command {
    CopyDataCommand() {
        super(
                "copy-data",
                "Copies all data from one database to another and compares both. Stop the service before. The target "
                        + "must be empty, or contain an interrupted copy of the same source, which is then resumed. "
                        + "The source is only read; if an earlier version of Viva wrote it, its schema is migrated "
                        + "first, as at the first start of this version: keep a copy of the file if you may need to "
                        + "go back more than one version.");
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("--from")
                .required(true)
                .help("the database to copy, sqlite:FILE or postgresql://HOST:PORT/NAME; it must exist");
        parser.addArgument("--to")
                .required(true)
                .help("the database to fill, in the same form; its tables, or its file, are created");
        parser.addArgument("--user")
                .setDefault("")
                .help("the user of PostgreSQL; the password is read from VIVA_DATABASE_PASSWORD");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws SQLException {
        var copy = new CopyData(
                database(arguments.getString("from"), arguments),
                database(arguments.getString("to"), arguments),
                System.out::println);
        if (!copy.run()) {
            throw new CopyException("The copy differs from its source.");
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
        Failures.report(cli, thrown, () -> super.onError(cli, namespace, thrown));
    }

    private static DatabaseConfiguration database(String address, Namespace arguments) {
        String url = address.startsWith("jdbc:") ? address : "jdbc:" + address;
        String password = System.getenv().getOrDefault("VIVA_DATABASE_PASSWORD", "");
        var config = DatabaseConfiguration.at(url, arguments.getString("user"), new Secret(password));
        if (!config.isUrlOfAKnownDatabase() || !config.isUrlWithoutPassword()) {
            throw new CopyException(
                    "An address must be sqlite:FILE or postgresql://HOST:PORT/NAME, without a password.");
        }
        return config;
    }
}
