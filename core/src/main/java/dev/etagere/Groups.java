package dev.etagere;

import dev.etagere.index.GroupName;

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
     * The answer depends on these, too, besides what the route declares ({@code Learned-Groups: on}). Name a group
     * before its data is read, and before the response is committed; name what was looked for and not found by the
     * group of its list, since it may turn up there. What is named after the validator has been sent is logged and
     * costs the URL its validators until the restart. In a write it means nothing.
     *
     * <p>More than 256 groups are not remembered, and the answer gets no validator.
     */
    public void dependOn(String... groups) {
        for (String group : groups) {
            exchange.dependOn(GroupName.encode(group));
        }
    }

    /**
     * The answer depends on nothing that has not been named yet, so that it can have a validator although it is
     * committed before its handler is done: where it is larger than the buffer of the response, or flushed.
     */
    public void complete() {
        exchange.complete();
    }

    /**
     * These change too, besides what the route declares. Their stamps move when the request is done, whatever its
     * status: the handler knows what it wrote. Call it before the commit, so that nothing is confirmed in between.
     *
     * @throws WriteUnavailableException if they cannot be announced now, so that nothing may be written; let it pass,
     *     the adapter answers 503
     */
    public void touch(String... groups) {
        for (String group : groups) {
            exchange.touch(group);
        }
    }
}
