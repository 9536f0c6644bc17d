package dev.etagere.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** Keeps the feed up to date, on a thread of its own, until it is closed. */
final class Follower implements Runnable, AutoCloseable {
    private static final Duration UPGRADE = Duration.ofMinutes(1);
    /** Between two long-polls: what changes in the meantime comes with the next answer, at once. */
    private static final Duration BREATH = Duration.ofMillis(20);

    private final FeedReader reader;
    private final PushReader pusher;
    private final Follow follow;
    private final Duration longestWait;
    private final Backoff backoff;
    private final ClientListener listener;
    private final LongSupplier nanoTime;
    private final Ladder ladder;
    private final Thread thread;
    private volatile boolean closed;
    private int failures;

    Follower(
            FeedReader reader,
            PushReader pusher,
            Follow follow,
            Duration longestWait,
            Backoff backoff,
            ClientListener listener,
            LongSupplier nanoTime) {
        this.reader = reader;
        this.pusher = pusher;
        this.follow = follow;
        this.longestWait = longestWait;
        this.backoff = backoff;
        this.listener = listener;
        this.nanoTime = nanoTime;
        ladder = new Ladder(follow.kind(), UPGRADE);
        thread = new Thread(this, "etagere-feed");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                Thread.sleep(step().toMillis());
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** Follows for one request, or one stream. Returns how long to wait before the next. */
    private Duration step() throws InterruptedException {
        Follow.Kind kind = ladder.current(nanoTime.getAsLong());
        try {
            Duration pause = follow(kind);
            worked();
            return pause;
        } catch (FeedReader.NotHonoured e) {
            ladder.unsupported(nanoTime.getAsLong());
            return Duration.ZERO;
        } catch (IOException | RuntimeException e) {
            if (closed) {
                return Duration.ZERO;
            }
            ladder.failed(nanoTime.getAsLong());
            failures++;
            tell(() -> listener.feedFailed(e));
            Duration pause = backoff.after(failures);
            return e instanceof Unavailable refusal && refusal.retryAfter().compareTo(pause) > 0
                    ? refusal.retryAfter()
                    : pause;
        }
    }

    private Duration follow(Follow.Kind kind) throws IOException, InterruptedException {
        switch (kind) {
            case POLL -> {
                reader.read();
                return jittered(interval());
            }
            case LONG_POLL -> {
                if (longestWait.toSeconds() < 1) {
                    throw new FeedReader.NotHonoured("wait of less than a second");
                }
                reader.await(longestWait);
                return jittered(BREATH);
            }
            default -> {
                pusher.follow(this::worked);
                return jittered(backoff.first());
            }
        }
    }

    /** Where polling is a makeshift, it has to keep the feed as fresh. */
    private Duration interval() {
        Duration most = longestWait;
        Duration wanted = follow.kind() == Follow.Kind.POLL ? follow.every() : Follow.POLL.every();
        return follow.kind() == Follow.Kind.POLL || wanted.compareTo(most) < 0 ? wanted : most;
    }

    /** A tenth more or less, so that clients that were started together do not ask together for ever. */
    private static Duration jittered(Duration interval) {
        double share = 0.9 + ThreadLocalRandom.current().nextDouble() / 5;
        return Duration.ofNanos((long) (interval.toNanos() * share));
    }

    private void worked() {
        ladder.worked();
        if (failures > 0) {
            failures = 0;
            tell(listener::feedRecovered);
        }
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            System.getLogger(Follower.class.getName())
                    .log(System.Logger.Level.WARNING, "a client listener has failed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
