package dev.viva;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The seven floors of ARCHITECTURE.md: every import goes down, rooms of one floor do not know each other. */
@AnalyzeClasses(packages = "dev.viva", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule importsGoDown = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.viva..")
            .layer("application")
            .definedBy("dev.viva")
            .layer("encounter")
            .definedBy("dev.viva.encounter", "dev.viva.typed")
            .layer("calls")
            .definedBy("dev.viva.voice", "dev.viva.simulator")
            .layer("knowledge")
            .definedBy("dev.viva.transcript", "dev.viva.patient")
            .layer("access")
            .definedBy("dev.viva.access")
            .layer("floor")
            .definedBy("dev.viva.session", "dev.viva.limits", "dev.viva.http", "dev.viva.ops")
            .layer("ground")
            .definedBy(
                    "dev.viva.storage",
                    "dev.viva.realtime",
                    "dev.viva.contract",
                    "dev.viva.metrics",
                    "dev.viva.problem",
                    "dev.viva.configuration")
            .layer("generated")
            .definedBy("dev.viva.api", "dev.viva.model")
            .whereLayer("application")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("encounter")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("calls")
            .mayOnlyBeAccessedByLayers("application", "encounter")
            .whereLayer("knowledge")
            .mayOnlyBeAccessedByLayers("application", "encounter", "calls")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("application", "encounter", "calls", "knowledge")
            .whereLayer("floor")
            .mayOnlyBeAccessedByLayers("application", "encounter", "calls", "knowledge", "access");

    @ArchTest
    static final ArchRule roomsHaveNoCircles =
            slices().matching("dev.viva.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule voiceAndSimulatorMeetOnlyOverHttp = noClasses()
            .that()
            .resideInAPackage("dev.viva.voice")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.viva.simulator");

    @ArchTest
    static final ArchRule theSimulatorKnowsNoSessionAndNoTranscript = noClasses()
            .that()
            .resideInAPackage("dev.viva.simulator")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.viva.transcript", "dev.viva.session", "dev.viva.storage");

    @ArchTest
    static final ArchRule transcriptAndPatientDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("dev.viva.transcript")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.viva.patient");

    @ArchTest
    static final ArchRule onlyTheApplicationKnowsResources = noClasses()
            .that()
            .resideOutsideOfPackage("dev.viva")
            .and()
            .haveSimpleNameNotEndingWith("Resource")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.viva..").and(simpleNameEndingWith("Resource")));

    @ArchTest
    static final ArchRule constructorsTakeAtMostSixParameters = classes()
            .that()
            .areNotRecords()
            .and()
            .resideOutsideOfPackages("dev.viva.model", "dev.viva.api")
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
    static final ArchRule nobodyPrintsOrSleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");
}
