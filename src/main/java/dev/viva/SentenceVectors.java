package dev.viva;

import dev.viva.content.ContentConfiguration;
import dev.viva.contract.Contract;
import dev.viva.contract.SchemaValidator;
import dev.viva.library.CaseLibrary;
import dev.viva.meaning.SentenceModel;
import dev.viva.realtime.SimulatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * Part of the build: computes the vectors of all sentences that the scripted patients of the shipped cases know, so that
 * none has to be computed while a student waits. Where the sentence model cannot run, the build goes on without them.
 */
final class SentenceVectors {
    private SentenceVectors() {}

    public static void main(String[] arguments) throws IOException {
        var model = SentenceModel.shared();
        if (model.isEmpty()) {
            return;
        }
        var simulator = SimulatorFactory.defaults();
        var library = CaseLibrary.load(ContentConfiguration.builtIn(), new SchemaValidator(Contract.load()));
        library.scripts(LocalDate.EPOCH).values().parallelStream()
                .forEach(script -> simulator.rehearse(script).ifPresent(SimulatorFactory.OfflinePatient::prepare));
        model.get().write(Path.of(arguments[0]));
    }
}
