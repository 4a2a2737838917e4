package dev.viva.cohort;

import static java.util.Objects.requireNonNullElse;

import dev.viva.model.FidelityReport;
import dev.viva.model.ModelFidelity;
import dev.viva.session.Session;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** How patients kept to their cases, by who played them. */
final class FidelityView {
    private static final String UNKNOWN = "";

    private final Function<Session, ModelFidelity> fidelity;
    private final SideBySide sideBySide;

    /** @param fidelity that of a session */
    FidelityView(Function<Session, ModelFidelity> fidelity, SideBySide sideBySide) {
        this.fidelity = fidelity;
        this.sideBySide = sideBySide;
    }

    /** @param encounters newest first; of these the first 60 are read */
    FidelityReport of(List<Session> encounters) {
        var models = new TreeMap<String, Count>();
        List<Session> read = encounters.subList(0, Math.min(GroupResource.MAX_DEBRIEFS, encounters.size()));
        for (ModelFidelity found : sideBySide.of(read, fidelity)) {
            models.computeIfAbsent(requireNonNullElse(found.model(), UNKNOWN), model -> new Count())
                    .add(found);
        }
        return new FidelityReport(
                models.entrySet().stream()
                        .map(each -> each.getValue().view(each.getKey()))
                        .toList(),
                encounters.size() > GroupResource.MAX_DEBRIEFS);
    }

    /** Of one model. */
    private static final class Count {
        private int encounters;
        private int patientLines;
        private int invented;
        private int contradicted;
        private int leaked;
        private int withheld;

        void add(ModelFidelity found) {
            encounters += found.encounters();
            patientLines += found.patientLines();
            invented += found.invented();
            contradicted += found.contradicted();
            leaked += found.leaked();
            withheld += found.withheld();
        }

        ModelFidelity view(String model) {
            return new ModelFidelity(
                    model.equals(UNKNOWN) ? null : model,
                    encounters,
                    patientLines,
                    invented,
                    contradicted,
                    leaked,
                    withheld);
        }
    }
}
