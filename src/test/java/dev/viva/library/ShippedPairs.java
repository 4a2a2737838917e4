package dev.viva.library;

import dev.viva.model.ScenarioRole;
import dev.viva.patient.CasePair;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Every pair that the shipped content allows, with each role. */
public final class ShippedPairs {
    private ShippedPairs() {}

    public static Stream<CasePair> all() {
        CaseLibrary library = TestContent.SHIPPED;
        return library.scenarios().stream()
                .flatMap(scenario -> library.fitting(scenario).stream()
                        .flatMap(personaId -> Stream.concat(
                                        Stream.of((String) null),
                                        Objects.requireNonNullElse(scenario.roles(), List.<ScenarioRole>of()).stream()
                                                .map(ScenarioRole::roleId))
                                .map(roleId -> library.pair(scenario.scenarioId(), personaId, roleId))));
    }
}
