package dev.etagere.redis;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Entered;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.Look;
import dev.etagere.index.shared.Seen;
import dev.etagere.index.shared.SharedLog;
import dev.etagere.index.shared.SharedSettings;
import dev.etagere.index.shared.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The log in Redis: each operation is one script. */
final class RedisLog implements SharedLog {
    // Nine megabytes for a million slots, and more where somebody wants more: not what other operations wait for.
    private static final Duration SNAPSHOT = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final RedisOptions options;
    private final Duration patience;
    private final Servers servers;
    private final Link commands;
    private final Link entries;
    private final Scripts scripts;
    private final Reader reader;

    private RedisLog(RedisUri uri) {
        options = uri.options();
        patience = longer(options.shared().budget(), options.shared().staleness());
        Keys keys = new Keys(uri.index());
        servers = new Servers(uri, keys, longer(patience, CONNECT));
        entries = new Link(servers, servers.timer(), () -> {});
        // Another server may keep the log now, and the old one may still answer who only reads from it.
        commands = new Link(servers, servers.timer(), entries::renew);
        scripts = new Scripts(commands, keys, uri.scheme().takesSeveral());
        reader = new Reader(entries, keys, patience);
    }

    /** Does not wait for Redis. */
    static RedisLog open(RedisUri uri) {
        RedisLog log = new RedisLog(uri);
        log.commands.open();
        log.entries.open();
        return log;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    @Override
    public SharedSettings settings() {
        return options.shared();
    }

    @Override
    public CompletionStage<Snapshot> snapshot(LogKey offered) {
        return scripts.call(Script.SNAPSHOT, args(offered), longer(patience, SNAPSHOT))
                .thenApply(Reply::snapshot);
    }

    @Override
    public List<Entry> read(long after, Duration wait) throws Exception {
        return reader.read(after, wait);
    }

    @Override
    public CompletionStage<Ack> touch(LogKey key, Collection<LogGroup> groups) {
        return call(Script.TOUCH, args(key).groups(groups)).thenApply(Reply::ack);
    }

    @Override
    public CompletionStage<Ack> touchAll(LogKey key) {
        return call(Script.TOUCH_ALL, args(key)).thenApply(Reply::ack);
    }

    @Override
    public CompletionStage<Ack> heartbeat(LogKey key, String node, String revision, LogGroup app) {
        return call(Script.HEARTBEAT, args(key).add(name(node)).add(revision).groups(List.of(app)))
                .thenApply(Reply::ack);
    }

    @Override
    public CompletionStage<Ack> leave(LogKey key, String node, String revision, LogGroup app) {
        return call(Script.LEAVE, args(key).add(name(node)).add(revision).groups(List.of(app)))
                .thenApply(Reply::ack);
    }

    @Override
    public CompletionStage<Boolean> claim(
            LogKey key, String scope, Duration lease, Collection<String> alone, Collection<String> beside) {
        return call(
                        Script.CLAIM,
                        args(key).add(scope).add(lease.toMillis()).words(alone).words(beside))
                .thenApply(Reply::yes);
    }

    @Override
    public CompletionStage<Ack> begin(LogKey key, String scope, Duration lease, Collection<LogGroup> groups) {
        return call(Script.BEGIN, args(key).add(scope).add(lease.toMillis()).groups(groups))
                .thenApply(Reply::ack);
    }

    @Override
    public CompletionStage<Entered> enterUnlessMoved(LogKey key, String scope, Seen seen, Collection<LogGroup> groups) {
        Args args = args(key)
                .add(scope)
                .add(Args.hex(seen.epoch()))
                .groups(seen.groups())
                .words(seen.stamps().stream().map(Ids::id).toList())
                .groups(groups);
        return call(Script.ENTER, args).thenApply(reply -> new Entered(reply.yes(), reply.ack()));
    }

    @Override
    public CompletionStage<Boolean> isOpen(LogKey key, String scope) {
        return call(Script.IS_OPEN, args(key).add(scope)).thenApply(Reply::yes);
    }

    @Override
    public CompletionStage<Ack> end(LogKey key, String scope, boolean move, Collection<LogGroup> groups) {
        return call(Script.END, args(key).add(scope).add(move ? 1 : 0).groups(groups))
                .thenApply(Reply::ack);
    }

    @Override
    public CompletionStage<Look> look(LogKey key, Collection<LogGroup> groups) {
        return call(Script.LOOK, args(key).groups(groups)).thenApply(reply -> reply.look(groups.size()));
    }

    @Override
    public void close() {
        commands.close();
        entries.close();
        servers.close();
    }

    private Args args(LogKey key) {
        return new Args(key, options);
    }

    private CompletionStage<Reply> call(Script script, Args args) {
        return scripts.call(script, args, patience);
    }

    // What follows the bar in a member of the set of nodes is the revision.
    private static String name(String node) {
        if (node.indexOf('|') >= 0) {
            throw new IllegalArgumentException("no | in the name of a node: " + node);
        }
        return node;
    }
}
