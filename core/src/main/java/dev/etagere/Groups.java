package dev.etagere;

/**
 * What a running handler says about data groups. Only while a handler of a declared route runs, on its thread.
 *
 * <pre>{@code
 * Groups.current().touch("category:" + before.category());
 * }</pre>
 */
public final class Groups {
    private final Exchange exchange;

    Groups(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Those of the request that this thread is handling.
     *
     * @throws IllegalStateException if this thread handles no declared request
     */
    public static Groups current() {
        return new Groups(Exchange.current());
    }

    /**
     * These change too, besides what the route declares. Their stamps move when the request is done, whatever its
     * status: the handler knows what it wrote. Call it before the commit, so that nothing is confirmed in between.
     */
    public void touch(String... groups) {
        for (String group : groups) {
            exchange.touch(group);
        }
    }
}
