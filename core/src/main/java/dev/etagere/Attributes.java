package dev.etagere;

/**
 * Names of the request attributes by which two adapters that meet one request agree: the inner one answers, the outer
 * one stands back.
 */
public final class Attributes {

    /** {@link Boolean#TRUE} once an inner adapter has taken the request; the outer one adds nothing to the response. */
    public static final String HANDLED = "dev.etagere.handled";

    /**
     * A {@link Long}: how far the index had got when the outer adapter let the request in, in nanoseconds since 1970;
     * what {@link RequestHead#startMark()} tells the engine.
     */
    public static final String START = "dev.etagere.start";

    /**
     * {@link Boolean#TRUE} once something further in has seen a body break off of which the server is not told; the
     * outer adapter sees to it that nobody is told that it is current.
     */
    public static final String BROKEN = "dev.etagere.broken";

    private Attributes() {}
}
