package dev.viva.authoring;

import dev.viva.content.Utf8;
import dev.viva.examination.Examinations;
import dev.viva.library.CaseLibrary;
import dev.viva.patient.CasePair;
import dev.viva.realtime.CaseScript;
import dev.viva.realtime.SimulatorFactory;
import dev.viva.realtime.SimulatorFactory.OfflinePatient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code viva rehearse knee-after-football hana-suzuki [script.txt]}. */
final class RehearseCommand extends AuthorCommand {
    private static final String MISSING = "This build has no simulator, which plays the patient of a rehearsal. Use"
            + " viva.jar instead of viva-server.jar.";

    private final Console console;

    RehearseCommand(Console console) {
        super(
                "rehearse",
                "Rehearses a case with the scripted patient: what the student says is read from the console, or from a"
                        + " script with expectations. It ends with what was reached, and fails when an expectation"
                        + " is not met.",
                console);
        this.console = console;
    }

    @Override
    public void configure(Subparser parser) {
        Pairs.addTo(parser);
        parser.addArgument("script")
                .nargs("?")
                .help("a text file: one line for each thing the student says; the console when absent. "
                        + RehearsalRun.HELP);
        parser.addArgument("--role").help("role_id of the person who speaks in place of the patient");
        parser.addArgument("--all")
                .action(Arguments.storeTrue())
                .help(
                        "asks for every topic and every finding in the case's own words, and fails unless all are reached");
        addDir(parser);
    }

    @Override
    void run(Namespace arguments, PrintStream out) throws IOException {
        boolean all = arguments.getBoolean("all");
        if (all && arguments.getString("script") != null) {
            throw new AuthoringException(
                    "--all reads no script, because it asks in the case's own words: leave out --all or the script.");
        }
        CaseLibrary library = library(arguments);
        @Nullable String role = arguments.getString("role");
        var rehearsal = rehearsal(library, Pairs.of(library, arguments, role), role);
        if (all) {
            all(rehearsal, out);
        } else {
            talk(rehearsal, arguments.getString("script"), out);
        }
    }

    /** A rehearsal of that pair. */
    static Rehearsal rehearsal(CaseLibrary library, CasePair pair, @Nullable String role) {
        String reference =
                pair.scenario().scenarioId() + "/" + pair.persona().personaId() + (role == null ? "" : "/" + role);
        CaseScript script =
                library.script(reference, LocalDate.now(ZoneId.systemDefault())).orElseThrow();
        OfflinePatient patient =
                SimulatorFactory.defaults().rehearse(script).orElseThrow(() -> new AuthoringException(MISSING));
        return new Rehearsal(
                script,
                patient,
                (test, side, consent, phase) ->
                        Examinations.rehearse(library, pair.scenario(), test, side, consent, phase));
    }

    private static void all(Rehearsal rehearsal, PrintStream out) {
        Coverage coverage = new FullRehearsal(rehearsal).run();
        coverage.report().forEach(out::println);
        int missing =
                coverage.missingTopics().size() + coverage.missingFindings().size();
        if (missing > 0) {
            throw new AuthoringException(
                    "Not reached: %d. Give them an example that asks for nothing else.".formatted(missing));
        }
    }

    private void talk(Rehearsal rehearsal, @Nullable String file, PrintStream out) throws IOException {
        List<String> failures;
        if (file == null) {
            out.println(RehearsalRun.HELP);
            out.flush();
            var lines = new BufferedReader(
                    console.typed()
                            ? new InputStreamReader(console.in(), StandardCharsets.UTF_8)
                            : new InputStreamReader(console.in(), StandardCharsets.UTF_8.newDecoder()));
            failures = new RehearsalRun(rehearsal, out, !console.typed()).run(lines);
        } else if (Files.isRegularFile(Path.of(file))) {
            String script = Utf8.decode(Files.readAllBytes(Path.of(file)))
                    .orElseThrow(() -> new AuthoringException(file + " is not UTF-8: save it as UTF-8."));
            failures = new RehearsalRun(rehearsal, out, true).run(new BufferedReader(new StringReader(script)));
        } else {
            throw new AuthoringException("There is no file " + file + ".");
        }
        if (!failures.isEmpty()) {
            throw new AuthoringException(
                    "%d expectation%s not met.".formatted(failures.size(), failures.size() == 1 ? "" : "s"));
        }
    }
}
