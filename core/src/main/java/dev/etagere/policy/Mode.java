package dev.etagere.policy;

/** What a policy is allowed to do. */
public enum Mode {
    /** Sends validators and answers 304. The default. */
    ENFORCE,

    /** Always runs the handler, and counts the answers that a 304 would have belied. */
    REPORT,

    /** Does nothing, as if the route were not declared. */
    OFF
}
