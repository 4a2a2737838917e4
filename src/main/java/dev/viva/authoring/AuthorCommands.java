package dev.viva.authoring;

import io.dropwizard.core.cli.Command;
import java.util.List;

/** The commands for authors. */
public final class AuthorCommands {
    private AuthorCommands() {}

    public static List<Command> all(Console console) {
        return List.of(
                new NewCaseCommand(console),
                new CheckContentCommand(console),
                new RehearseCommand(console),
                new SheetCommand(console));
    }
}
