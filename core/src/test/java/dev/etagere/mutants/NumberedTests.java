package dev.etagere.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The tests of this module whose names bear the number of a rule, and how to run them on other classes. */
final class NumberedTests {
    private static final Launcher LAUNCHER = LauncherFactory.create(LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build());

    private final Map<String, Map<String, Set<String>>> byRuleAndClass = new TreeMap<>();

    NumberedTests() {
        for (String type : testClasses()) {
            for (Method method :
                    load(NumberedTests.class.getClassLoader(), type).getDeclaredMethods()) {
                if (method.getName().matches("R\\d\\d_.*")) {
                    byRuleAndClass
                            .computeIfAbsent(method.getName().substring(0, 3), rule -> new TreeMap<>())
                            .computeIfAbsent(type, missing -> new TreeSet<>())
                            .add(method.getName());
                }
            }
        }
    }

    /** How many methods bear the number. */
    int count(String rule) {
        return ofRule(rule).values().stream().mapToInt(Set::size).sum();
    }

    /** Runs those of the rule, class by class until one of them has failed; returns what failed. */
    List<String> failures(String rule, ClassLoader classes) {
        for (Map.Entry<String, Set<String>> entry : ofRule(rule).entrySet()) {
            Class<?> type = load(classes, entry.getKey());
            List<String> failed = run(type, entry.getValue(), heirs(type, classes));
            if (!failed.isEmpty()) {
                return failed;
            }
        }
        return List.of();
    }

    /** Runs those of the rule in one class; returns what failed. */
    static List<String> failures(String rule, String name, ClassLoader classes) {
        Class<?> type = load(classes, name);
        Set<String> names = Stream.of(type.getDeclaredMethods())
                .map(Method::getName)
                .filter(method -> method.startsWith(rule + '_'))
                .collect(Collectors.toSet());
        return run(type, names, List.of());
    }

    private Map<String, Set<String>> ofRule(String rule) {
        return byRuleAndClass.getOrDefault(rule, Map.of());
    }

    /** The test classes that take the nested ones of a contract over; none if it is no part of one. */
    private static List<Class<?>> heirs(Class<?> type, ClassLoader classes) {
        Class<?> contract = type.getEnclosingClass();
        if (contract == null || !Modifier.isAbstract(contract.getModifiers())) {
            return List.of();
        }
        List<Class<?>> heirs = new ArrayList<>();
        for (String name : testClasses()) {
            Class<?> heir = name.contains("$") ? contract : load(classes, name);
            if (heir != contract && contract.isAssignableFrom(heir)) {
                heirs.add(heir);
            }
        }
        return heirs;
    }

    private static List<String> run(Class<?> type, Set<String> names, List<Class<?>> heirs) {
        List<DiscoverySelector> selected = Stream.of(type.getDeclaredMethods())
                .filter(method -> names.contains(method.getName()))
                .flatMap(method -> heirs.isEmpty()
                        ? Stream.<DiscoverySelector>of(selectMethod(type, method))
                        : heirs.stream().map(heir -> selectNestedMethod(List.of(heir), type, method)))
                .toList();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selected).build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(type.getClassLoader());
        try {
            LAUNCHER.execute(request, listener);
        } finally {
            thread.setContextClassLoader(before);
        }
        return failures(listener.getSummary(), selected.size(), names);
    }

    private static List<String> failures(TestExecutionSummary summary, int expected, Set<String> names) {
        List<String> failures = new ArrayList<>();
        if (summary.getTestsStartedCount() < expected) {
            throw new IllegalStateException("not all of " + names + " were run");
        }
        summary.getFailures()
                .forEach(failure ->
                        failures.add(failure.getTestIdentifier().getDisplayName() + ": " + failure.getException()));
        return failures;
    }

    /** Not those that explore interleavings: they take up to half a minute, for every mutant of their rule. */
    private static Set<String> testClasses() {
        try (Stream<Path> files = Files.walk(Classes.TESTS.resolve("dev/etagere"))) {
            Set<String> names = new TreeSet<>();
            files.map(file -> Classes.TESTS.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class") && !name.startsWith("dev.etagere.mutants."))
                    .filter(name -> !name.matches(".*(LincheckTest|ChaosTest|SharedSimulationTest).*"))
                    .forEach(name -> names.add(name.substring(0, name.length() - ".class".length())));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
