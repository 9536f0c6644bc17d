package dev.etagere.jaxrs;

import dev.etagere.Exchange;
import org.jspecify.annotations.Nullable;

/** An exchange, and the thread on which its resource method runs. */
final class BoundExchange {
    static final String PROPERTY = BoundExchange.class.getName();

    /** The last one that was bound to a thread and not released on it. */
    private static final ThreadLocal<@Nullable BoundExchange> LEFT = new ThreadLocal<>();

    private final Exchange exchange;
    private final Exchange.Binding binding;
    private final Thread thread = Thread.currentThread();

    BoundExchange(Exchange exchange) {
        this.exchange = exchange;
        this.binding = exchange.bind();
        LEFT.set(this);
    }

    Exchange exchange() {
        return exchange;
    }

    /** What a suspended request has left on another thread is void once the exchange has ended. */
    void release() {
        if (Thread.currentThread().equals(thread)) {
            binding.close();
            LEFT.remove();
        }
    }

    /** Makes this thread forget a method that has been suspended: nobody is told when it returns. */
    static void forgetSuspended() {
        BoundExchange left = LEFT.get();
        if (left != null) {
            left.exchange.unbind();
            LEFT.remove();
        }
    }
}
