package dev.etagere.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The settings of an {@link EtagereClient}. Not safe for use by several threads. */
public final class EtagereClientBuilder {
    private static final long MEGABYTE = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final URI feed;
    private Follow follow = Follow.POLL;
    private Duration maxFeedAge = Duration.ofSeconds(60);
    private Duration timeout = Duration.ofSeconds(10);
    private Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    private long heapBytes = 64 * MEGABYTE;
    private @Nullable Path directory;
    private long diskBytes;
    private @Nullable HttpClient http;
    private long maxStaleMillis = -1;
    private double beta = 1;
    private int hotUses;
    private int workers = 4;
    private int queued = 1000;
    private List<String> published = List.of();
    private ClientListener listener = new ClientListener() {};
    private InstantSource clock = InstantSource.system();
    private LongSupplier nanoTime = System::nanoTime;

    EtagereClientBuilder(URI feed) {
        String scheme = String.valueOf(feed.getScheme());
        if (feed.getHost() == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            throw new IllegalArgumentException("'" + feed
                    + "' is no address of a feed; write it in full, such as http://shop.example/group-timestamps");
        }
        this.feed = feed;
    }

    /** How the feed is followed; {@link Follow#POLL} every 2 seconds by default. */
    public EtagereClientBuilder follow(Follow how) {
        follow = Objects.requireNonNull(how);
        return this;
    }

    /**
     * For how long what the feed has said is trusted, counted from when it was asked: the bound of staleness. 60
     * seconds by default. When the feed has been silent for longer, every use of a stored response is confirmed by the
     * server.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public EtagereClientBuilder maxFeedAge(Duration longest) {
        maxFeedAge = positive(longest, "the maximum age of the feed");
        return this;
    }

    /**
     * How many bytes of responses are kept on the heap; 64 MB by default. A response of more than an eighth of it is
     * not stored.
     */
    public EtagereClientBuilder store(long heapBytes) {
        this.heapBytes = heapBytes;
        directory = null;
        return this;
    }

    /**
     * Keeps responses in a directory as well, so that a client that is opened there after a clean
     * {@link EtagereClient#close} starts warm. After an unclean stop it starts empty. Each client needs a directory of
     * its own.
     *
     * @param diskBytes more than {@code heapBytes}: what is on the heap is on disk, too
     */
    public EtagereClientBuilder store(long heapBytes, Path directory, long diskBytes) {
        this.heapBytes = heapBytes;
        this.directory = Objects.requireNonNull(directory);
        this.diskBytes = diskBytes;
        return this;
    }

    /** The client that requests are sent by; one that follows redirects to no other scheme by default. */
    public EtagereClientBuilder httpClient(HttpClient client) {
        http = Objects.requireNonNull(client);
        return this;
    }

    /**
     * Answers with what is stored although it may have changed, if it has been stale for no longer than that, and
     * refreshes it in the background; an error of the server leaves what is stored in place. Off by default. A response
     * that says {@code must-revalidate} is never served stale, nor one that says {@code no-cache} and is none of the
     * feed's.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public EtagereClientBuilder serveStale(Duration maxStale) {
        if (maxStale.isNegative()) {
            throw new IllegalArgumentException("a staleness of " + maxStale + " is none; give zero or more");
        }
        maxStaleMillis = maxStale.toMillis();
        return this;
    }

    /**
     * Refreshes a stored response as soon as the feed tells that it has changed, if it has been used at least that
     * often since it was last asked for, so that its next caller need not wait. Off by default: what has changed is
     * asked for when it is used. The request of its last caller is sent again, with the credentials in it, in the
     * background and within the limits of {@link #refreshes}; callers that come meanwhile wait for its answer, or are
     * served what {@link #serveStale} allows. Applies to responses that are the feed's, and to the 10,000 used last.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public EtagereClientBuilder refreshEagerly(int uses) {
        if (uses < 1) {
            throw new IllegalArgumentException(
                    uses + " uses would refresh what nobody wants; give one or more, or leave it off");
        }
        hotUses = uses;
        return this;
    }

    /** How many refreshes may run, and wait, in the background; 4 and 1000 by default. */
    public EtagereClientBuilder refreshes(int workers, int queued) {
        if (workers < 1 || queued < 1) {
            throw new IllegalArgumentException(
                    "%d workers and %d waiting refresh nothing; give at least one of each".formatted(workers, queued));
        }
        this.workers = workers;
        this.queued = queued;
        return this;
    }

    /**
     * How eagerly responses that have only a lifetime are refreshed before its end (XFetch): 1 by default, higher for
     * earlier, 0 for never. Takes effect on responses that are used near their end.
     *
     * @throws IllegalArgumentException if it is negative or no number
     */
    public EtagereClientBuilder refreshAhead(double eagerness) {
        if (!(eagerness >= 0)) {
            throw new IllegalArgumentException("an eagerness of " + eagerness + " is none; give zero or more");
        }
        beta = eagerness;
        return this;
    }

    /**
     * Which groups the server certainly lists and this client may see: the words of its {@code etagere.published}. A
     * group of these that is not listed has not changed since the horizon of the list. Without this, the client goes by
     * what the server says, which it does where it hides nothing from anybody; any other group that was never listed is
     * unknown, and what depends on it is confirmed at each use.
     */
    public EtagereClientBuilder published(String... patterns) {
        published = List.of(patterns);
        return this;
    }

    /** Who hears how the client fares. */
    public EtagereClientBuilder listener(ClientListener listener) {
        this.listener = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * How long an answer of the feed, or a refresh in the background, may take; 10 seconds by default.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public EtagereClientBuilder timeout(Duration longest) {
        timeout = positive(longest, "a timeout");
        return this;
    }

    /**
     * How long to wait after a failure, of the feed or of a refresh: from the first to the longest, doubling, half of
     * it at random. 200 milliseconds to 30 seconds by default.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public EtagereClientBuilder backoff(Duration first, Duration longest) {
        backoff = new Backoff(positive(first, "a backoff"), positive(longest, "a backoff"));
        return this;
    }

    /** For tests: a clock for lifetimes and one that nobody sets. */
    EtagereClientBuilder clocks(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        return this;
    }

    private static Duration positive(Duration duration, String what) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " of " + duration + " is none; give a positive one");
        }
        return duration;
    }

    /**
     * Starts the client. The feed is read in the background; until it is known, what depends on it is confirmed at each
     * use.
     *
     * @throws IllegalArgumentException if settings contradict each other
     * @throws IllegalStateException if the directory cannot be used, or another client uses it
     */
    public EtagereClient build() {
        if (follow.kind() == Follow.Kind.POLL && follow.every().compareTo(maxFeedAge) > 0) {
            throw new IllegalArgumentException(
                    "a poll every %s cannot keep the feed younger than %s; poll more often, or let it be older"
                            .formatted(follow.every(), maxFeedAge));
        }
        if (follow.kind() == Follow.Kind.LONG_POLL && maxFeedAge.toSeconds() < 3) {
            throw new IllegalArgumentException(
                    "a long-poll waits for a second at least, which a feed of %s at most cannot; let it be 3 seconds old"
                            .formatted(maxFeedAge));
        }
        HttpClient client = http != null
                ? http
                : HttpClient.newBuilder().connectTimeout(CONNECT).build();
        Store settings = new Store(heapBytes, directory, diskBytes);
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "etagere-client");
            thread.setDaemon(true);
            return thread;
        });
        ChangeDispatcher dispatcher = new ChangeDispatcher(scheduler);
        Feed known = new Feed(feed, maxFeedAge, published, nanoTime, dispatcher);
        ResponseStore store = new ResponseStore(settings);
        Counters counters = new Counters();
        Strategy strategy = new Strategy(
                maxStaleMillis, beta, () -> ThreadLocalRandom.current().nextDouble());
        Flights flights = new Flights(nanoTime, maxFeedAge.toNanos());
        Exchanges exchanges =
                new Exchanges(client, store, known, strategy, counters, flights, clock, settings.largestBody());
        RefreshQueue queue = new RefreshQueue(
                exchanges, new RefreshQueue.Settings(queued, workers, timeout, backoff), counters, listener, scheduler);
        exchanges.refreshBy(queue::offer);
        if (hotUses > 0) {
            HotEntries hot = new HotEntries(hotUses, exchanges, queue);
            exchanges.countUsesBy(hot::used);
            queue.tell(hot::refreshed);
            dispatcher.add("*", hot::changed);
        }
        Follower follower = follower(client, known);
        queue.start();
        follower.start();
        return new EtagereClient(client, exchanges, new Parts(store, follower, queue, dispatcher, scheduler));
    }

    private Follower follower(HttpClient client, Feed known) {
        FeedReader reader = new FeedReader(client, feed, known, timeout, nanoTime);
        Duration silence = follow.every().multipliedBy(2).plusSeconds(1);
        PushReader pusher = new PushReader(
                client,
                feed,
                known,
                reader,
                new PushReader.Timing(timeout, silence, maxFeedAge.dividedBy(2)),
                nanoTime);
        Duration third = maxFeedAge.dividedBy(3);
        boolean waits = follow.kind() == Follow.Kind.LONG_POLL && follow.every().compareTo(third) < 0;
        return new Follower(reader, pusher, follow, waits ? follow.every() : third, backoff, listener, nanoTime);
    }
}
