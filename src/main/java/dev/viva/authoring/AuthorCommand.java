package dev.viva.authoring;

import dev.viva.configuration.CannotStartException;
import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentException;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.library.CaseLibrary;
import dev.viva.model.InputError;
import dev.viva.ops.StartFailures;
import dev.viva.problem.ProblemException;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * A command for authors. It needs no configuration file, server or database. Its result is UTF-8 on standard output,
 * whatever the console's encoding, and what went wrong is a sentence on standard error.
 */
abstract class AuthorCommand extends Command {
    private final Console console;

    AuthorCommand(String name, String description, Console console) {
        super(name, description);
        this.console = console;
    }

    /** Does the work. It throws to end with exit code 1. */
    abstract void run(Namespace arguments, PrintStream out) throws IOException;

    @Override
    public final void run(Bootstrap<?> bootstrap, Namespace arguments) throws IOException {
        var out = new PrintStream(console.out(), false, StandardCharsets.UTF_8);
        try {
            run(arguments, out);
        } finally {
            out.flush();
        }
    }

    @Override
    public final void onError(Cli cli, Namespace namespace, Throwable thrown) {
        inWords(thrown)
                .ifPresentOrElse(words -> cli.getStdErr().println(words), () -> super.onError(cli, namespace, thrown));
    }

    private static Optional<String> inWords(Throwable thrown) {
        return switch (thrown) {
            case AuthoringException e -> Optional.ofNullable(e.getMessage());
            case CannotStartException e -> Optional.ofNullable(e.getMessage());
            case ContentException e -> Optional.ofNullable(e.getMessage());
            case ProblemException e ->
                Optional.of(
                        e.errors().isEmpty()
                                ? e.detail()
                                : e.errors().stream()
                                        .map(InputError::detail)
                                        .map(detail ->
                                                Character.toUpperCase(detail.charAt(0)) + detail.substring(1) + ".")
                                        .collect(Collectors.joining(" ")));
            case CharacterCodingException e -> Optional.of("What was read is not UTF-8: save it as UTF-8.");
            case FileSystemException e -> StartFailures.ofFile(e).map(words -> words + ". Fix that, or name another.");
            case IOException e -> Optional.of("A file cannot be read or written: " + e.getMessage() + ".");
            default -> Optional.empty();
        };
    }

    static void addDir(Subparser parser) {
        parser.addArgument("--dir")
                .help("a content folder with personas/ and scenarios/; the cases that come with Viva when absent");
        addAlone(parser);
    }

    static void addAlone(Subparser parser) {
        parser.addArgument("--alone")
                .action(Arguments.storeTrue())
                .help("reads the folder without the patients and cases that come with Viva, as a service does whose"
                        + " content.built_in (VIVA_CONTENT_BUILT_IN) is false");
    }

    static ContentConfiguration content(Namespace arguments) {
        @Nullable String dir = arguments.getString("dir");
        boolean alone = Boolean.TRUE.equals(arguments.getBoolean("alone"));
        if (dir == null && alone) {
            throw new AuthoringException("--alone needs a content folder.");
        }
        return dir == null ? ContentConfiguration.builtIn() : new ContentConfiguration(Path.of(dir), !alone, false);
    }

    static CaseLibrary library(Namespace arguments) {
        return CaseLibrary.load(content(arguments), new SchemaValidator(Contract.load()));
    }

    /** The ids as a sentence for an author who named an unknown one. */
    static String known(Stream<String> ids) {
        return ids.sorted().collect(Collectors.joining(", ", "Known are: ", "."));
    }
}
