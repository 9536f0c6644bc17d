package dev.etagere.policy;

/** A route of a policy file while its headers are read. */
interface PolicyFileRoute {

    /** A line {@code name: value} below the route. */
    void header(String name, String value, Place place);

    /** Adds what has been read. */
    void finish(RouteDrafts drafts);
}
