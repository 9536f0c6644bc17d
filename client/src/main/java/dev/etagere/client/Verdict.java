package dev.etagere.client;

/**
 * What the feed says of a stored response. Immutable.
 *
 * @param staleMillis for how long it has been stale, at most; {@link #SINCE_RECEIPT} if all that is known is when it
 *     came
 */
record Verdict(Kind kind, long staleMillis) {
    static final long SINCE_RECEIPT = -1;

    static final Verdict CURRENT = new Verdict(Kind.CURRENT, 0);
    static final Verdict NOT_GOVERNED = new Verdict(Kind.NOT_GOVERNED, SINCE_RECEIPT);

    enum Kind {
        /** No group of it has moved, and the feed is fresh. */
        CURRENT,
        /** A group of it has moved. */
        MOVED,
        /** The feed cannot tell. */
        UNKNOWN,
        /** It is none of the feed's: its own freshness decides. */
        NOT_GOVERNED
    }
}
