package dev.etagere.policy;

/** Which entity tag the answers of a route carry. */
public enum ETagMode {
    /** A weak tag made of the stamps: the same meaning, not promised to be the same bytes. The default. */
    WEAK,

    /**
     * A strong tag made of the stamps: the application vouches for equal bytes, and writes can be judged against it.
     */
    STRONG,

    /** Whatever tag the application sets itself; requests are judged by that. */
    APPLICATION,

    /** None. */
    OFF
}
