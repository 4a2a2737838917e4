package dev.viva.authoring;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentFile;
import dev.viva.content.ContentFile.Kind;
import dev.viva.content.ContentFolder;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.library.CaseLibrary;
import dev.viva.library.ContentCheck;
import dev.viva.realtime.SimulatorFactory;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code viva check-content DIR}: all errors and warnings of a content folder at once. */
final class CheckContentCommand extends AuthorCommand {
    private static final String GITHUB = "github";
    private static final String UNASKED = "The examples were not checked: this build has no simulator, which plays the"
            + " patient. Use viva.jar instead of viva-server.jar.";

    private final SimulatorFactory simulator;

    /** @param simulator of this build, which plays the patient who is asked the examples */
    CheckContentCommand(Console console, SimulatorFactory simulator) {
        super(
                "check-content",
                "Checks all patients and cases of a folder and prints errors and warnings, each with its file and place."
                        + " It fails when there are errors. What has only warnings can be served.",
                console);
        this.simulator = simulator;
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("dir")
                .metavar("DIR")
                .nargs("?")
                .help("a content folder with personas/ and scenarios/; the cases that come with Viva when absent");
        addAlone(parser);
        parser.addArgument("--strict").action(Arguments.storeTrue()).help("fails on warnings too");
        parser.addArgument("--format")
                .choices("plain", GITHUB)
                .setDefault("plain")
                .help("github prints workflow commands, which GitHub shows beside the files");
        parser.addArgument("--skip-examples")
                .action(Arguments.storeTrue())
                .help("does not ask the scripted patient each example, which takes most of the time");
    }

    @Override
    void run(Namespace arguments, PrintStream out) {
        ContentConfiguration content = content(arguments);
        ContentFolder folder = ContentFolder.read(content);
        List<ContentFile> files =
                folder.files().stream().filter(file -> !file.builtIn()).toList();
        List<Remark> remarks = new ArrayList<>();
        var schemas = new SchemaValidator(Contract.load());
        new ContentCheck(schemas)
                .read(folder).findings().stream().map(Remark::of).forEach(remarks::add);
        files.forEach(file -> remarks.addAll(Placeholders.in(file)));
        if (!arguments.getBoolean("skip_examples") && remarks.stream().noneMatch(Remark::error)) {
            if (simulator.isPresent()) {
                remarks.addAll(examples(CaseLibrary.load(content, schemas), files));
            } else {
                out.println(UNASKED);
            }
        }
        print(remarks, arguments, out);
        conclude(remarks, files, arguments.getBoolean("strict"), out);
    }

    private List<Remark> examples(CaseLibrary library, List<ContentFile> files) {
        var check = new ExamplesCheck(library, simulator::rehearse);
        return files.stream()
                .filter(file -> file.kind() == Kind.SCENARIO)
                .flatMap(file ->
                        library.scenario(file.id()).stream().flatMap(scenario -> check.of(scenario, file).stream()))
                .toList();
    }

    private static void print(List<Remark> remarks, Namespace arguments, PrintStream out) {
        @Nullable String dir = arguments.getString("dir");
        boolean github = arguments.getString("format").equals(GITHUB);
        Stream.of(true, false).forEach(errors -> {
            List<Remark> some =
                    remarks.stream().filter(remark -> remark.error() == errors).toList();
            if (!some.isEmpty() && !github) {
                out.println(errors ? "Errors" : "Warnings");
            }
            some.forEach(remark ->
                    out.println(github ? remark.github(dir == null ? "content" : dir) : "  " + remark.plain()));
        });
    }

    private static void conclude(List<Remark> remarks, List<ContentFile> files, boolean strict, PrintStream out) {
        long errors = remarks.stream().filter(Remark::error).count();
        long warnings = remarks.size() - errors;
        out.println("%s, %s: %s and %s."
                .formatted(
                        counted(errors, "error"),
                        counted(warnings, "warning"),
                        counted(of(files, Kind.SCENARIO), "case"),
                        counted(of(files, Kind.PERSONA), "patient")));
        if (errors > 0) {
            throw new AuthoringException("Viva cannot serve this content until its errors are fixed.");
        }
        if (strict && warnings > 0) {
            throw new AuthoringException("There are warnings, and --strict allows none.");
        }
    }

    private static long of(List<ContentFile> files, Kind kind) {
        return files.stream().filter(file -> file.kind() == kind).count();
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
