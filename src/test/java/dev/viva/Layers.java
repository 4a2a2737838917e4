package dev.viva;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The packages by layer, the highest first. ARCHITECTURE.md draws the same picture.
 *
 * @param layers each a set of packages, none of which imports another of the same set
 */
record Layers(List<Set<String>> layers) {
    static final String[] GENERATED = {"dev.viva.api", "dev.viva.model"};

    static final Layers OF_VIVA = new Layers(List.of(
            Set.of("dev.viva"),
            Set.of(
                    "dev.viva.authoring",
                    "dev.viva.doctor",
                    "dev.viva.encounter",
                    "dev.viva.typed",
                    "dev.viva.debrief",
                    "dev.viva.cohort",
                    "dev.viva.review"),
            Set.of("dev.viva.erasure"),
            Set.of("dev.viva.voice", "dev.viva.simulator"),
            Set.of("dev.viva.voice.sideband"),
            Set.of("dev.viva.assessment", "dev.viva.exam", "dev.viva.examination"),
            Set.of(
                    "dev.viva.transcript",
                    "dev.viva.library",
                    "dev.viva.audit",
                    "dev.viva.simulator.media",
                    "dev.viva.debrief.measure",
                    "dev.viva.debrief.fidelity"),
            Set.of("dev.viva.debrief.evidence", "dev.viva.relay"),
            Set.of(
                    "dev.viva.access",
                    "dev.viva.limits",
                    "dev.viva.ops",
                    "dev.viva.patient",
                    "dev.viva.sheet",
                    "dev.viva.simulator.conversation",
                    "dev.viva.voice.token"),
            Set.of(
                    "dev.viva.session",
                    "dev.viva.access.oidc",
                    "dev.viva.content",
                    "dev.viva.address",
                    "dev.viva.docs",
                    "dev.viva.redis",
                    "dev.viva.copy",
                    "dev.viva.openai",
                    "dev.viva.resilience",
                    "dev.viva.simulator.patient"),
            Set.of(
                    "dev.viva.storage",
                    "dev.viva.http",
                    "dev.viva.realtime",
                    "dev.viva.gate",
                    "dev.viva.debrief.language",
                    "dev.viva.transcript.print"),
            Set.of(
                    "dev.viva.contract",
                    "dev.viva.configuration",
                    "dev.viva.meaning",
                    "dev.viva.metrics",
                    "dev.viva.tracing"),
            Set.of("dev.viva.problem"),
            Set.of("dev.viva.api"),
            Set.of("dev.viva.model")));

    /** The number of a package's layer, 0 for the highest; -1 if it has none. */
    int of(String name) {
        for (int layer = 0; layer < layers.size(); layer++) {
            if (layers.get(layer).contains(name)) {
                return layer;
            }
        }
        return -1;
    }

    /** Viva's layers with one more package beside {@code neighbour}. */
    static Layers with(String added, String neighbour) {
        var more = new ArrayList<>(OF_VIVA.layers);
        int layer = OF_VIVA.of(neighbour);
        more.set(layer, Set.of(added, neighbour));
        return new Layers(more);
    }

    /** Viva's layers with one more package in the layer below that of {@code other}. */
    static Layers below(String added, String other) {
        var more = new ArrayList<>(OF_VIVA.layers);
        more.add(OF_VIVA.of(other) + 1, Set.of(added));
        return new Layers(more);
    }
}
