package dev.viva;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Imports point to a lower layer, never up and never to another package of the same layer. */
final class PointDown extends ArchCondition<JavaClass> {
    private final Layers layers;

    PointDown() {
        this(Layers.OF_VIVA);
    }

    PointDown(Layers layers) {
        super("import lower layers alone");
        this.layers = layers;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        int from = layers.of(type.getPackageName());
        if (from < 0) {
            events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " has no layer"));
            return;
        }
        type.getDirectDependenciesFromSelf().forEach(dependency -> check(dependency, from, events));
    }

    private void check(Dependency dependency, int from, ConditionEvents events) {
        String origin = dependency.getOriginClass().getPackageName();
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        boolean ours = target.equals("dev.viva") || target.startsWith("dev.viva.");
        if (!ours || target.equals(origin)) {
            return;
        }
        int to = layers.of(target);
        if (to <= from) {
            String where = to < 0 ? "a package without a layer" : to == from ? "the same layer" : "a higher layer";
            events.add(SimpleConditionEvent.violated(
                    dependency, origin + " imports " + target + ", of " + where + ": " + dependency.getDescription()));
        }
    }
}
