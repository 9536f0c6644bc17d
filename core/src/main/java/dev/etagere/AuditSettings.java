package dev.etagere;

/**
 * How much of the traffic is audited (R26). Immutable.
 *
 * @param share how many of the requests that would be answered 304 run their handler all the same, from 0 to 1
 * @param perSecond how many of them at most
 * @param bodies of how many answers the hash is remembered
 * @param quarantines whether a policy that has been found to lie confirms nothing any more, until it is told to
 */
public record AuditSettings(double share, double perSecond, int bodies, boolean quarantines) {

    /**
     * Nothing is audited; once a share is set, at most 10 requests per second, and no quarantine. Off by default, since
     * a request that is audited may be answered 200 where nothing has changed, which would surprise those who count on
     * a 304.
     */
    public static final AuditSettings DEFAULT = new AuditSettings(0, 10, 10_000, false);

    /** @throws IllegalArgumentException if a number lies outside of what it can be */
    public AuditSettings {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("audit share " + share + "; write a number from 0 to 1, such as 0.01");
        }
        if (!(perSecond > 0) || bodies < 1) {
            throw new IllegalArgumentException(
                    "audit of " + perSecond + " per second among " + bodies + " bodies; both have to be positive");
        }
    }

    /** The same with another share. */
    public AuditSettings withShare(double other) {
        return new AuditSettings(other, perSecond, bodies, quarantines);
    }

    /** The same with or without quarantine. */
    public AuditSettings withQuarantine(boolean other) {
        return new AuditSettings(share, perSecond, bodies, other);
    }
}
