package dev.etagere.filter;

import dev.etagere.feed.FeedEvent;
import dev.etagere.feed.Subscription;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The events of one subscriber. */
final class EventSource implements Outlet.Source {
    private final Subscription subscription;
    private final long heartbeat;
    private final long end;
    private final String start;
    private boolean begun;
    private boolean heartbeatDue;
    private boolean finished;
    private long last = System.nanoTime();

    EventSource(Subscription subscription, FeedSettings settings) {
        this.subscription = subscription;
        this.heartbeat = settings.heartbeat().toNanos();
        this.end = last + FeedHub.jittered(settings.life().toNanos());
        this.start = "retry: " + settings.retry().toMillis() + "\n\n";
    }

    @Override
    public byte @Nullable [] next() {
        if (finished) {
            return null;
        }
        FeedEvent event = heartbeatDue ? subscription.heartbeat() : subscription.next();
        if (event == null && begun) {
            return null;
        }
        heartbeatDue = false;
        last = System.nanoTime();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!begun) {
            begun = true;
            bytes.writeBytes(start.getBytes(StandardCharsets.US_ASCII));
        }
        if (event != null) {
            bytes.writeBytes(event.text());
        }
        return bytes.toByteArray();
    }

    @Override
    public boolean exhausted() {
        return finished;
    }

    @Override
    public boolean tick(long nanoTime) {
        if (nanoTime - end >= 0) {
            finished = true;
        }
        if (nanoTime - last >= heartbeat) {
            heartbeatDue = true;
        }
        return finished || heartbeatDue;
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
