package dev.etagere.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.etagere.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_CLIENT_KNOWS_VALUES_OF_CORE_AND_NO_ENGINE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.etagere.client",
                    "dev.etagere.http",
                    "dev.etagere.index",
                    "com.google.common..",
                    "org.ehcache..",
                    "org.jspecify.annotations",
                    "javax.net.ssl",
                    "java..");

    @ArchTest
    static final ArchRule THE_STORE_ALONE_KNOWS_EHCACHE = classes()
            .that()
            .doNotHaveSimpleName("ResponseStore")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.ehcache..");

    @ArchTest
    static final ArchRule NO_LIBRARY_IN_A_PUBLIC_SIGNATURE = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .haveRawReturnType(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "of ours or of Java",
                    type -> !type.getPackageName().startsWith("org.ehcache")
                            && !type.getPackageName().startsWith("com.google")));
}
