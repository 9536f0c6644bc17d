package dev.etagere.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.etagere.redis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_LOG_KNOWS_NO_NODE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.etagere.redis",
                    "dev.etagere.index.shared",
                    "io.lettuce.core..",
                    "io.netty.util.concurrent",
                    "org.jspecify.annotations",
                    "java..",
                    "javax.net.ssl");

    @ArchTest
    static final ArchRule ONLY_THE_PROVIDER_IS_PUBLIC = classes()
            .that()
            .doNotHaveSimpleName("RedisLogProvider")
            .and()
            .areTopLevelClasses()
            .should()
            .notBePublic();
}
