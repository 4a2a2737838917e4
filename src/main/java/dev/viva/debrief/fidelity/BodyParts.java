package dev.viva.debrief.fidelity;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Parts of the body whose names people mix up: a sore wrist may be called a sore hand. */
final class BodyParts {
    private static final Map<String, Set<String>> BESIDE = Map.ofEntries(
            Map.entry("hand", Set.of("wrist", "arm", "elbow", "skin")),
            Map.entry("wrist", Set.of("hand", "arm")),
            Map.entry("elbow", Set.of("arm", "hand")),
            Map.entry("arm", Set.of("hand", "wrist", "elbow", "shoulder")),
            Map.entry("shoulder", Set.of("arm", "neck")),
            Map.entry("neck", Set.of("shoulder", "throat", "head")),
            Map.entry("throat", Set.of("neck")),
            Map.entry("head", Set.of("neck", "jaw")),
            Map.entry("jaw", Set.of("head")),
            Map.entry("chest", Set.of("breast", "stomach")),
            Map.entry("back", Set.of("hip", "neck")),
            Map.entry("hip", Set.of("groin", "thigh", "leg", "back")),
            Map.entry("groin", Set.of("hip", "thigh", "stomach")),
            Map.entry("thigh", Set.of("hip", "leg", "groin", "knee")),
            Map.entry("knee", Set.of("leg", "thigh", "calf", "shin")),
            Map.entry("calf", Set.of("leg", "shin", "ankle")),
            Map.entry("shin", Set.of("leg", "calf", "ankle")),
            Map.entry("ankle", Set.of("foot", "leg", "calf", "shin")),
            Map.entry("foot", Set.of("ankle", "leg")),
            Map.entry("leg", Set.of("hip", "thigh", "knee", "calf", "shin", "ankle", "foot")));

    private BodyParts() {}

    /** A part and those beside it. */
    static Stream<String> around(String part) {
        return Stream.concat(Stream.of(part), BESIDE.getOrDefault(part, Set.of()).stream());
    }
}
