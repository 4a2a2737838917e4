package dev.viva.authoring;

import dev.viva.library.CaseLibrary;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.patient.CasePair;
import dev.viva.sheet.CaseSheet;
import java.io.PrintStream;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code viva sheet knee-after-football hana-suzuki > sheet.html}. */
final class SheetCommand extends AuthorCommand {
    SheetCommand(Console console) {
        super(
                "sheet",
                "Prints a whole case with one patient as an HTML page for paper. It contains the answers: keep it from"
                        + " students. Redirect it to a file: viva sheet CASE PATIENT > sheet.html",
                console);
    }

    @Override
    public void configure(Subparser parser) {
        Pairs.addTo(parser);
        addDir(parser);
    }

    @Override
    void run(Namespace arguments, PrintStream out) {
        CaseLibrary library = library(arguments);
        CasePair pair = Pairs.of(library, arguments, null);
        Scenario scenario = pair.scenario();
        Persona persona = pair.persona();
        out.print(CaseSheet.html(scenario, persona, library.catalogs()));
    }
}
