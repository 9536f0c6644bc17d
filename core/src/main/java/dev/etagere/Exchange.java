package dev.etagere;

import org.jspecify.annotations.Nullable;

/**
 * A request whose handler runs. The adapter binds it to the thread that runs the handler, asks {@link #commit} when the
 * response is about to be committed, and says when the handler is done.
 *
 * <p>An exchange belongs to one request. Its methods may be called by different threads, one after the other.
 */
public abstract sealed class Exchange implements Decision permits ReadExchange, WriteExchange {
    private static final ThreadLocal<Exchange> CURRENT = new ThreadLocal<>();

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
        Exchange before = CURRENT.get();
        CURRENT.set(this);
        writing = ended;
        return () -> {
            writing = false;
            restore(before);
        };
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
        Exchange current = CURRENT.get();
        return current == null || (current.ended && !current.writing) ? null : current;
    }

    static Exchange current() {
        Exchange current = around();
        if (current == null) {
            throw new IllegalStateException("this thread handles no request that a policy declares; declare the route"
                    + " (Groups, Touches), or use the GroupIndex itself");
        }
        return current;
    }

    private static void restore(@Nullable Exchange before) {
        // An asynchronous request may have left its binding on this thread.
        if (before == null || before.ended) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
