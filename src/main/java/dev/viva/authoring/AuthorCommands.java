package dev.viva.authoring;

import dev.viva.realtime.SimulatorFactory;
import io.dropwizard.core.cli.Command;
import java.util.List;

/** The commands for authors. */
public final class AuthorCommands {
    private AuthorCommands() {}

    public static List<Command> all(Console console) {
        return List.of(
                new NewCaseCommand(console),
                new CheckContentCommand(console, SimulatorFactory.defaults()),
                new RehearseCommand(console),
                new SheetCommand(console));
    }
}
