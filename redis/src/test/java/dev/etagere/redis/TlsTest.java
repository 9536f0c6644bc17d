package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.shared.LogKey;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the installed server: the one that comes with the tests has no TLS. */
@DisplayName("Over TLS")
class TlsTest {
    private static final String PASSWORD = "changeit";
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "\n-----END PRIVATE KEY-----\n";

    @TempDir
    private static Path directory;

    private static Identity own;
    private static Identity elsewhere;

    @BeforeAll
    static void makeIdentities() throws Exception {
        Programs.installed();
        own = Identity.of("ip:127.0.0.1");
        elsewhere = Identity.of("dns:elsewhere.example");
    }

    /** A node of its own, whose only argument is a URI: the trust store is the JVM's. */
    static final class Node {
        private Node() {}

        public static void main(String[] args) throws Exception {
            try (RedisLog log = RedisLog.open(RedisUri.parse(args[0]))) {
                System.out.println("answer: " + answer(log));
            }
        }
    }

    private static String answer(RedisLog log) throws Exception {
        String[] answer = new String[1];
        Await.until("there is an answer", () -> {
            try {
                RedisContract.get(log.snapshot(new LogKey(1, 2, 64)));
                answer[0] = "yes";
            } catch (ExecutionException e) {
                answer[0] = e.getCause().getMessage();
            }
            return !answer[0].contains("no connection");
        });
        return answer[0];
    }

    /** What a node says that trusts this certificate and no other. */
    private static String answerOf(Path trusted, String uri, String... more) throws Exception {
        List<String> line = new ArrayList<>();
        line.add("-Djavax.net.ssl.trustStore=" + trusted);
        line.add("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
        line.addAll(List.of(more));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Node.class.getName(), uri));
        return run("java", line);
    }

    private static String run(String tool, List<String> arguments) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        line.addAll(arguments);
        Path out = Files.createTempFile(directory, tool, ".txt");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        String said = Files.readString(out);
        assertEquals(0, process.exitValue(), said);
        return said;
    }

    /** A certificate that is its own authority: as a server wants it, as a key store and as a trust store. */
    private record Identity(Path certificate, Path key, Path store, Path trusted) {
        static Identity of(String name) throws Exception {
            Path place = Files.createTempDirectory(directory, "keys");
            Identity own = new Identity(
                    place.resolve("certificate.pem"),
                    place.resolve("key.pem"),
                    place.resolve("keys.p12"),
                    place.resolve("trusted.p12"));
            keytool(
                    "-genkeypair",
                    "-keystore",
                    own.store,
                    "-keyalg",
                    "RSA",
                    "-dname",
                    "CN=Redis",
                    "-ext",
                    "san=" + name);
            keytool("-exportcert", "-keystore", own.store, "-rfc", "-file", own.certificate);
            keytool("-importcert", "-keystore", own.trusted, "-noprompt", "-file", own.certificate);
            Files.writeString(own.key, own.pem());
            return own;
        }

        private static void keytool(Object... arguments) throws Exception {
            List<String> all = new ArrayList<>();
            for (Object argument : arguments) {
                all.add(argument.toString());
            }
            all.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", "redis"));
            run("keytool", all);
        }

        private String pem() throws Exception {
            KeyStore loaded = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            byte[] key = loaded.getKey("redis", PASSWORD.toCharArray()).getEncoded();
            return BEGIN + Base64.getMimeEncoder().encodeToString(key) + END;
        }
    }

    private static RedisServer server(int port, Identity own, String clients, String... more) throws Exception {
        List<String> options = new ArrayList<>();
        settings(port, own, clients).forEach((name, value) -> options.addAll(List.of("--" + name, value)));
        options.addAll(List.of(more));
        return new RedisServer(Programs.installed(), options.toArray(String[]::new));
    }

    private static Map<String, String> settings(int port, Identity own, String clients) {
        String certificate = own.certificate.toString();
        return Map.of(
                "tls-port",
                "" + port,
                "tls-cert-file",
                certificate,
                "tls-ca-cert-file",
                certificate,
                "tls-key-file",
                own.key.toString(),
                "tls-auth-clients",
                clients);
    }

    private static String uri(int port) {
        return "rediss://127.0.0.1:" + port + "/shop?slots=64";
    }

    /** By the JVM of the tests, which is told why. */
    private static void isNotTrusted(String uri) throws Exception {
        try (RedisLog log = RedisLog.open(RedisUri.parse(uri))) {
            String message = answer(log);
            assertTrue(message.contains("javax.net.ssl.trustStore"), message);
        }
    }

    @Test
    void aCertificateThatTheJvmTrustsIsEnough() throws Exception {
        int port = RedisServer.freePort();
        try (RedisServer server = server(port, own, "no")) {
            assertTrue(answerOf(own.trusted, uri(port)).contains("answer: yes"));
            assertFalse(server.commands().keys("*").isEmpty());
        }
    }

    @Test
    void aCertificateThatItDoesNotTrustIsRefusedWithTheCure() throws Exception {
        int port = RedisServer.freePort();
        try (RedisServer server = server(port, own, "no")) {
            isNotTrusted(uri(port));
            assertTrue(server.commands().keys("*").isEmpty());
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        int port = RedisServer.freePort();
        try (RedisServer server = server(port, elsewhere, "no")) {
            String message = answerOf(elsewhere.trusted, uri(port));
            assertTrue(message.contains("127.0.0.1"), message);
            assertTrue(message.contains("answer: there is no TLS"), message);
            assertTrue(server.commands().keys("*").isEmpty());
        }
    }

    @Test
    void aClientThatIsAskedForItsCertificateSendsThatOfTheJvm() throws Exception {
        int port = RedisServer.freePort();
        try (RedisServer server = server(port, own, "yes")) {
            String message = answerOf(own.trusted, uri(port));
            assertTrue(message.contains("javax.net.ssl.keyStore"), message);
            assertTrue(server.commands().keys("*").isEmpty());
            String answer = answerOf(
                    own.trusted,
                    uri(port),
                    "-Djavax.net.ssl.keyStore=" + own.store,
                    "-Djavax.net.ssl.keyStorePassword=" + PASSWORD);
            assertTrue(answer.contains("answer: yes"), answer);
        }
    }

    @Test
    void theSentinelsAndThePrimaryThatTheyNameAreSpokenToOverIt() throws Exception {
        int port = RedisServer.freePort();
        int watching = RedisServer.freePort();
        StringBuilder lines = new StringBuilder("tls-replication yes\n");
        settings(watching, own, "no").forEach((name, value) -> lines.append(name + ' ' + value + '\n'));
        try (RedisServer server = server(port, own, "no", "--tls-replication", "yes");
                Sentinel sentinel = new Sentinel(Programs.installed(), port, 1, lines.toString())) {
            Await.until("the primary is found", () -> "master".equals(sentinel.flags()));
            String rest = "-sentinel://127.0.0.1:%d/shop?slots=64&master=" + Sentinel.MASTER;
            assertTrue(
                    answerOf(own.trusted, "rediss" + rest.formatted(watching)).contains("answer: yes"));
            assertFalse(server.commands().keys("*").isEmpty());
            isNotTrusted("rediss" + rest.formatted(watching));
        }
    }

    @Test
    void theNodesOfAClusterAreSpokenToOverItAndNotOnlyTheOneThatIsNamed() throws Exception {
        int first = RedisServer.freePortOfACluster();
        int second = RedisServer.freePortOfACluster();
        String[] cluster = {"--cluster-enabled", "yes", "--tls-cluster", "yes"};
        try (RedisServer named = server(first, own, "no", cluster);
                RedisServer found = server(second, own, "no", cluster)) {
            int slot = RedisCluster.slot("shop");
            named.commands().clusterAddSlots(IntStream.range(0, slot).toArray());
            found.commands()
                    .clusterAddSlots(IntStream.range(slot, SlotHash.SLOT_COUNT).toArray());
            named.commands().clusterMeet("127.0.0.1", second);
            for (RedisServer node : List.of(named, found)) {
                Await.until(
                        "the cluster is whole",
                        () -> node.commands().clusterInfo().contains("cluster_state:ok")
                                && RedisCluster.seenBy(node).size() == 2);
            }
            String uri = "rediss-cluster://127.0.0.1:" + first + "/shop?slots=64";
            assertTrue(answerOf(own.trusted, uri).contains("answer: yes"));
            assertFalse(found.commands().keys("*").isEmpty());
            isNotTrusted(uri);
        }
    }
}
