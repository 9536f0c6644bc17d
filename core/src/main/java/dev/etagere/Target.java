package dev.etagere;

/**
 * The target resource of a write, as its handler knows it (RFC 9110 section 13.1.1, 13.1.2). {@code If-Match: *} and
 * {@code If-None-Match: *} depend on whether the resource exists, which only the handler can tell, before it writes.
 *
 * <pre>{@code
 * Target.current().exists(catalogue.find(id).isPresent());
 * }</pre>
 */
public final class Target {
    private final Exchange exchange;

    Target(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * That of the request that this thread is handling.
     *
     * @throws IllegalStateException if this thread handles no declared request
     */
    public static Target current() {
        return new Target(Exchange.current());
    }

    /**
     * Says whether the resource exists now. To be called before anything is written.
     *
     * @throws PreconditionFailedException if the request's conditions do not allow it to go on; let it pass, the
     *     adapter answers 412 (Precondition Failed)
     */
    public void exists(boolean exists) {
        exchange.exists(exists);
    }
}
