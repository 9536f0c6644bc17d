package dev.etagere.filter;

import dev.etagere.Exchange;
import jakarta.servlet.AsyncContext;

/** What a handler whose response is held gets of its asynchronous request. */
final class HeldAsync extends HookedAsync {
    private final HeldResponse response;
    private volatile boolean dispatched;

    HeldAsync(AsyncContext context, HeldResponse response) {
        super(context, response::finish);
        this.response = response;
    }

    /** Whether the handler has dispatched, so that the filter must see the request again. */
    boolean isDispatched() {
        return dispatched;
    }

    @Override
    public void start(Runnable run) {
        super.start(() -> {
            Exchange.Binding binding = response.exchange().bind();
            try {
                run.run();
            } finally {
                binding.close();
            }
        });
    }

    // To another context it is no dispatch of ours: that one has filters of its own.

    @Override
    public void dispatch() {
        dispatched = true;
        super.dispatch();
    }

    @Override
    public void dispatch(String path) {
        dispatched = true;
        super.dispatch(path);
    }
}
