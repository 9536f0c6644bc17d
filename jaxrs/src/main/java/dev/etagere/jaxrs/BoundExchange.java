package dev.etagere.jaxrs;

import dev.etagere.Exchange;

/** An exchange, and the thread on which its resource method runs. */
final class BoundExchange {
    static final String PROPERTY = BoundExchange.class.getName();

    private final Exchange exchange;
    private final Exchange.Binding binding;
    private final Thread thread = Thread.currentThread();

    BoundExchange(Exchange exchange) {
        this.exchange = exchange;
        this.binding = exchange.bind();
    }

    Exchange exchange() {
        return exchange;
    }

    /** What a suspended request has left on another thread is void once the exchange has ended. */
    void release() {
        if (Thread.currentThread().equals(thread)) {
            binding.close();
        }
    }
}
