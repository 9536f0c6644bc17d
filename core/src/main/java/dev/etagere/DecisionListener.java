package dev.etagere;

/** Hears of every decision that concerns a policy: for metrics and logs. */
@FunctionalInterface
public interface DecisionListener {

    /** Called on the request's thread; it has to be quick and must not throw. */
    void decided(RequestHead request, Decision decision);
}
