package dev.etagere.index;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How many scenarios the Lincheck tests try and how often each: {@code -Dlincheck.iterations=200
 * -Dlincheck.invocations=10000} for a long run; the defaults are for every build.
 */
final class Interleavings {
    private static final int ITERATIONS = Integer.getInteger("lincheck.iterations", 6);
    private static final int INVOCATIONS = Integer.getInteger("lincheck.invocations", 300);

    private Interleavings() {}

    /** Tries the switches between threads one by one, and prints those that led to a wrong result. */
    static ModelCheckingOptions everySwitch(Class<?> specification) {
        return new ModelCheckingOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .sequentialSpecification(specification);
    }

    /** The same for invocations that take as long as many others: in every build only the scenarios given to it. */
    static ModelCheckingOptions manySwitches(Class<?> specification) {
        return everySwitch(specification)
                .iterations(ITERATIONS / 10)
                .invocationsPerIteration(Math.max(1, INVOCATIONS / 5))
                .actorsPerThread(2)
                .minimizeFailedScenario(false);
    }

    /** Lets the threads race, as the processor orders their reads and writes. */
    static StressOptions race(Class<?> specification) {
        return new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .sequentialSpecification(specification);
    }
}
