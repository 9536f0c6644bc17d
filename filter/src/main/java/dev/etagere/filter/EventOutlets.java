package dev.etagere.filter;

import dev.etagere.feed.Cursor;
import dev.etagere.feed.Interest;
import dev.etagere.feed.Subscription;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Brings a subscriber and the stream to him together. */
final class EventOutlets {
    private EventOutlets() {}

    static void begin(
            FeedHub hub,
            AsyncContext async,
            ServletOutputStream out,
            Interest interest,
            @Nullable Cursor from,
            Runnable leave) {
        // Woken before there is an outlet, nothing is lost: it looks for itself when it begins.
        AtomicReference<@Nullable Outlet> outlet = new AtomicReference<>();
        Subscription subscription = hub.feed().subscribe(interest, from, () -> {
            Outlet made = outlet.get();
            if (made != null) {
                made.pump();
            }
        });
        Outlet made = new Outlet(hub, async, out, new EventSource(subscription, hub.settings()), leave);
        outlet.set(made);
        made.begin();
    }
}
