package dev.viva;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.viva.planted.PlantedImport;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Enforces the layers of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "dev.viva", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int MAX_FILES = 26;

    @ArchTest
    static final ArchRule importsPointToALowerLayer =
            classes().that().resideInAPackage("dev.viva..").should(new PointDown());

    @ArchTest
    static final ArchRule packagesAreSmall = classes()
            .that()
            .resideInAPackage("dev.viva..")
            .and()
            .resideOutsideOfPackages(Layers.GENERATED)
            .should(new ArchCondition<JavaClass>("stand in a package of at most " + MAX_FILES + " files") {
                private final TreeMap<String, Set<String>> files = new TreeMap<>();

                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    files.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                            .add(type.getSource()
                                    .flatMap(source -> source.getFileName())
                                    .orElseThrow());
                }

                @Override
                public void finish(ConditionEvents events) {
                    files.forEach((name, inside) -> {
                        if (inside.size() > MAX_FILES) {
                            events.add(SimpleConditionEvent.violated(name, name + " has " + inside.size() + " files"));
                        }
                    });
                }
            });

    @ArchTest
    static final ArchRule resourcesArePackagePrivate =
            classes().that().haveSimpleNameEndingWith("Resource").should().bePackagePrivate();

    @ArchTest
    static final ArchRule constructorsTakeAtMostSixParameters = classes()
            .that()
            .areNotRecords()
            .and()
            .resideOutsideOfPackages(Layers.GENERATED)
            .should(new ArchCondition<JavaClass>("take at most six parameters to construct") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    for (JavaConstructor constructor : type.getConstructors()) {
                        int count = constructor.getRawParameterTypes().size();
                        if (count > 6 && !type.isEnum()) {
                            events.add(SimpleConditionEvent.violated(
                                    constructor, constructor.getFullName() + " takes " + count));
                        }
                    }
                }
            });

    @ArchTest
    static final ArchRule nothingPrintsOrSleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    /** A rule that cannot fail proves nothing: this import is planted to be found. */
    @Test
    void findsAPlantedImportWithinALayer() {
        var planted = new ClassFileImporter().importClasses(PlantedImport.class);
        var rule = classes().should(new PointDown(Layers.with("dev.viva.planted", "dev.viva.limits")));

        assertThat(rule.evaluate(planted).getFailureReport().getDetails())
                .singleElement()
                .asString()
                .contains("dev.viva.planted", "dev.viva.limits", "the same layer");
    }

    @Test
    void findsAPlantedImportThatPointsUp() {
        var planted = new ClassFileImporter().importClasses(PlantedImport.class);
        var rule = classes().should(new PointDown(Layers.below("dev.viva.planted", "dev.viva.limits")));

        assertThat(rule.evaluate(planted).getFailureReport().getDetails())
                .singleElement()
                .asString()
                .contains("dev.viva.planted", "dev.viva.limits", "a higher layer");
    }

    @Test
    void findsAPackageWithoutALayer() {
        var planted = new ClassFileImporter().importClasses(PlantedImport.class);
        var rule = classes().should(new PointDown());

        assertThat(rule.evaluate(planted).getFailureReport().getDetails())
                .isEqualTo(List.of("dev.viva.planted has no layer"));
    }
}
