package dev.etagere.policy;

/** Whether the answers of a route carry a Last-Modified, and how If-Modified-Since is compared with it. */
public enum LastModifiedMode {
    /** Any date from Last-Modified on is current. The default. */
    ON,

    /** Only the very date of Last-Modified is current, for clients that send dates of their own making. */
    EXACT,

    /** Neither is sent nor looked at. */
    OFF
}
