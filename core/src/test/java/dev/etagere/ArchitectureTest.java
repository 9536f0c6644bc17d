package dev.etagere;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "dev.etagere", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "javax..", "org.glassfish..", "org.eclipse..", "org.slf4j..");

    @ArchTest
    static final ArchRule AN_UPPER_PACKAGE_MAY_KNOW_A_LOWER_ONE_AND_NEVER_THE_REVERSE = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("http")
            .definedBy("dev.etagere.http")
            .layer("index")
            .definedBy("dev.etagere.index")
            .layer("policy")
            .definedBy("dev.etagere.policy")
            .layer("feed")
            .definedBy("dev.etagere.feed")
            .layer("engine")
            .definedBy("dev.etagere")
            .whereLayer("engine")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("policy")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("feed")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("index")
            .mayOnlyBeAccessedByLayers("policy", "feed", "engine");

    @ArchTest
    static final ArchRule HTTP_STANDS_ON_NOTHING_OF_OURS = noClasses()
            .that()
            .resideInAPackage("dev.etagere.http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.etagere", "dev.etagere.feed", "dev.etagere.index", "dev.etagere.policy");

    @ArchTest
    static final ArchRule TIME_COMES_IN_FROM_OUTSIDE = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule GUAVA_APPEARS_IN_NO_PUBLIC_SIGNATURE = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should(notMention("com.google.common"));

    private static ArchCondition<JavaMethod> notMention(String packages) {
        DescribedPredicate<JavaClass> foreign = DescribedPredicate.describe(
                "of " + packages, type -> type.getPackageName().startsWith(packages));
        return new ArchCondition<>("not mention " + packages) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .filter(foreign)
                        .forEach(type -> events.add(
                                SimpleConditionEvent.violated(method, method.getFullName() + " mentions " + type)));
            }
        };
    }
}
