package dev.etagere;

import org.jspecify.annotations.Nullable;

/**
 * A request whose handler runs. The adapter binds it to the thread that runs the handler, asks {@link #commit} when the
 * response is about to be committed, and says when the handler is done.
 *
 * <p>An exchange belongs to one request. Its methods may be called by different threads, one after the other.
 */
public abstract sealed class Exchange implements Decision permits ReadExchange, WriteExchange {
    private static final ThreadLocal<Bound> CURRENT = new ThreadLocal<>();

    private volatile boolean ended;
    private volatile boolean writing;

    Exchange() {}

    final boolean hasEnded() {
        return ended;
    }

    /** Ends a binding. */
    @FunctionalInterface
    public interface Binding extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Makes {@link Groups#current()} and {@link Target#current()} mean this request on this thread until closed. To be
     * called also for what is written after the handler is done: what it names then comes too late, but not unnoticed.
     */
    public final Binding bind() {
        Bound binding = new Bound(this, CURRENT.get());
        CURRENT.set(binding);
        writing = ended;
        return binding;
    }

    /**
     * Makes this thread forget this request, if it still means it: for an adapter that is not told when a handler has
     * left its thread, and has to wait for the next request there.
     */
    public final void unbind() {
        Bound at = CURRENT.get();
        if (at != null && at.exchange == this) {
            restore(at.before);
            return;
        }
        while (at != null && at.before != null) {
            if (at.before.exchange == this) {
                at.before = at.before.before;
            }
            at = at.before;
        }
    }

    /**
     * Judges the response that is about to be committed. To be called once, at the last moment at which its header can
     * still be changed; never after an exception or on an error dispatch.
     */
    public abstract Outcome commit(ResponseHead response);

    /**
     * Says that the handler is done: the chain has returned, or the asynchronous request has completed. Declared
     * touches move now, unless the status is 4xx (R9). Only the first call counts.
     */
    public final void completed(int status) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        end(status);
    }

    /** Says that the handler ended with an exception: nobody knows what was committed, so the touches move. */
    public final void failed() {
        completed(500);
    }

    /**
     * Whether the handler must not see {@code Range}: If-Range names another representation than the current one, or
     * nobody can say now whether the part would be one of what the client has.
     */
    public boolean hidesRange() {
        return false;
    }

    /** Whether the response, as it was committed, carries a validator of ours. */
    public boolean labels() {
        return false;
    }

    /**
     * Says that the body broke off after the commit, in a way that the client may take it for the whole. What it has
     * got will not be confirmed.
     */
    public void brokenOff() {
        // Without a validator there is nothing to confirm.
    }

    /**
     * What the body has to be fed to while it is written; {@code null} if nobody wants to know. Always the same object.
     */
    public @Nullable BodyHash body() {
        return null;
    }

    /** Says that the whole body has been fed to {@link #body()}; before or after {@link #commit}. */
    public void written() {
        // Nobody wants to know.
    }

    /** Called once. */
    abstract void end(int status);

    abstract void touch(String group);

    abstract void dependOn(String group);

    abstract void complete();

    abstract void exists(boolean exists);

    /** The exchange whose handler this thread runs; {@code null} if there is none. */
    static @Nullable Exchange around() {
        Bound bound = CURRENT.get();
        return bound == null || (bound.exchange.ended && !bound.exchange.writing) ? null : bound.exchange;
    }

    static Exchange current() {
        Exchange current = around();
        if (current == null) {
            throw new IllegalStateException("this thread handles no request that a policy declares; declare the route"
                    + " (Groups, Touches), or use the GroupIndex itself");
        }
        return current;
    }

    private static void restore(@Nullable Bound before) {
        Bound back = before;
        // An asynchronous request may have left its binding on this thread.
        while (back != null && back.exchange.ended) {
            back = back.before;
        }
        if (back == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(back);
        }
    }

    /** What a thread runs, and what it ran before. */
    private static final class Bound implements Binding {
        private final Exchange exchange;
        private @Nullable Bound before;

        Bound(Exchange exchange, @Nullable Bound before) {
            this.exchange = exchange;
            this.before = before;
        }

        @Override
        public void close() {
            exchange.writing = false;
            restore(before);
        }
    }
}
