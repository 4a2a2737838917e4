package dev.viva;

import dev.viva.problem.Secret;
import dev.viva.storage.CopyData;
import dev.viva.storage.DatabaseConfiguration;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.sql.SQLException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code viva copy-data --from sqlite:data/viva.db --to postgresql://db:5432/viva}. */
final class CopyDataCommand extends Command {
    CopyDataCommand() {
        super("copy-data", "Copies all data from one database to another and compares both. Stop the service before.");
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("--from").required(true).help("sqlite:FILE or postgresql://HOST:PORT/NAME");
        parser.addArgument("--to").required(true).help("the same, of the database to fill");
        parser.addArgument("--user")
                .setDefault("")
                .help("who connects to PostgreSQL; the password is taken from VIVA_DATABASE_PASSWORD");
    }

    @Override
    public void run(Bootstrap<?> bootstrap, Namespace arguments) throws SQLException {
        var copy = new CopyData(
                database(arguments.getString("from"), arguments),
                database(arguments.getString("to"), arguments),
                System.out::println);
        if (!copy.run()) {
            throw new IllegalStateException("the copy differs from its source");
        }
    }

    private static DatabaseConfiguration database(String address, Namespace arguments) {
        String url = address.startsWith("jdbc:") ? address : "jdbc:" + address;
        String password = System.getenv().getOrDefault("VIVA_DATABASE_PASSWORD", "");
        var config = DatabaseConfiguration.at(url, arguments.getString("user"), new Secret(password));
        if (!config.isUrlOfAKnownDatabase() || !config.isUrlWithoutPassword()) {
            throw new IllegalArgumentException(
                    "An address must be sqlite:FILE or postgresql://HOST:PORT/NAME, without a password.");
        }
        return config;
    }
}
