package dev.etagere.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Sentinel. */
final class Sentinel implements AutoCloseable {
    static final String MASTER = "mymaster";

    final int port;
    private final RedisClient client = RedisClient.create();
    private final Process process;
    private final RedisSentinelCommands<String, String> commands;

    Sentinel(Path program, RedisServer primary) throws Exception {
        this(program, primary.port, 2, "");
    }

    /** @param quorum how many have to agree that the primary is dead */
    Sentinel(Path program, int primary, int quorum, String settings) throws Exception {
        port = RedisServer.freePort();
        Path directory =
                Files.createTempDirectory(Path.of("target"), "sentinel").toAbsolutePath();
        Path configuration = directory.resolve("sentinel.conf");
        // One that stands still for a while has not failed: tests that want it to say so.
        Files.writeString(configuration, """
                port %d
                bind 127.0.0.1
                dir %s
                sentinel monitor mymaster 127.0.0.1 %d %d
                sentinel down-after-milliseconds mymaster 60000
                sentinel failover-timeout mymaster 10000
                %s
                """.formatted(port, directory, primary, quorum, settings));
        process = new ProcessBuilder(program.toString(), configuration.toString(), "--sentinel")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log.txt").toFile())
                .start();
        commands = RedisServer.connected(uri -> client.connectSentinel(uri).sync(), port, directory);
    }

    RedisSentinelCommands<String, String> commands() {
        return commands;
    }

    /** Whether it knows both replicas and both of the others. */
    boolean knowsAll() {
        Map<String, String> master = commands.master(MASTER);
        return "2".equals(master.get("num-slaves")) && "2".equals(master.get("num-other-sentinels"));
    }

    /** What it takes the primary for. */
    String flags() {
        return commands.master(MASTER).get("flags");
    }

    /** Of everybody but those that are connected. */
    void askForPassword(String password) {
        commands.dispatch(
                CommandType.ACL,
                new StatusOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8)
                        .add("SETUSER")
                        .add("default")
                        .add("resetpass")
                        .add(">" + password));
    }

    /** Takes the primary for dead after two seconds. */
    void beImpatient() {
        commands.set(MASTER, "down-after-milliseconds", "2000");
    }

    /** No longer, so that a machine that is slow for a moment does not make it replace the next one, too. */
    void bePatient() {
        commands.set(MASTER, "down-after-milliseconds", "60000");
    }

    void kill() throws Exception {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        process.destroyForcibly();
    }
}
