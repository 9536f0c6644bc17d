package dev.etagere.policy;

/** A route of a policy file while its headers are read. */
interface PolicyFileRoute {
    /** One that could not be read. What stands below it is passed over. */
    PolicyFileRoute LOST = new PolicyFileRoute() {
        @Override
        public void header(String name, String value, Place place) {}

        @Override
        public void unreadable() {}

        @Override
        public void finish(RouteDrafts drafts) {}
    };

    /** A line {@code name: value} below the route. */
    void header(String name, String value, Place place);

    /** A line below the route that is no header though it begins as one. */
    void unreadable();

    /** Adds what has been read. */
    void finish(RouteDrafts drafts);
}
