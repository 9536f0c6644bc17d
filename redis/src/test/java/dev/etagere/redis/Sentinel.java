package dev.etagere.redis;

import io.lettuce.core.RedisClient;
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
        port = RedisServer.freePort();
        Path directory = Files.createTempDirectory("etagere-sentinel");
        Path configuration = directory.resolve("sentinel.conf");
        // One that stands still for a while has not failed: tests that want it to say so.
        Files.writeString(configuration, """
                port %d
                bind 127.0.0.1
                dir %s
                sentinel monitor mymaster 127.0.0.1 %d 2
                sentinel down-after-milliseconds mymaster 60000
                sentinel failover-timeout mymaster 10000
                """.formatted(port, directory, primary.port));
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
