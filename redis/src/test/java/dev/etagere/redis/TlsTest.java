package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.shared.LogKey;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
    Path directory;

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
    private String answerOf(Path trusted, String uri, String... more) throws Exception {
        List<String> line = new ArrayList<>();
        line.add("-Djavax.net.ssl.trustStore=" + trusted);
        line.add("-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
        line.addAll(List.of(more));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Node.class.getName(), uri));
        return run("java", line.toArray(new String[0]));
    }

    private String run(String tool, String... arguments) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        line.addAll(List.of(arguments));
        Path out = directory.resolve(tool + ".txt");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        String said = Files.readString(out);
        assertEquals(0, process.exitValue(), said);
        return said;
    }

    /** A certificate of its own authority, as a trust store; the server finds it beside. */
    private Path certificateOf(String name) throws Exception {
        Path keys = directory.resolve("keys.p12");
        Path trusted = directory.resolve("trusted.p12");
        Path certificate = directory.resolve("certificate.pem");
        String[] store = {"-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", "redis"};
        run(
                "keytool",
                with(store, "-genkeypair", "-keystore", keys, "-keyalg", "RSA", "-dname", "CN=Redis", "-ext", name));
        run("keytool", with(store, "-exportcert", "-keystore", keys, "-rfc", "-file", certificate));
        run("keytool", with(store, "-importcert", "-keystore", trusted, "-noprompt", "-file", certificate));
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        byte[] key = loaded.getKey("redis", PASSWORD.toCharArray()).getEncoded();
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key);
        Files.writeString(directory.resolve("key.pem"), BEGIN + text + END);
        return trusted;
    }

    private static String[] with(String[] common, Object... more) {
        List<String> all = new ArrayList<>();
        for (Object each : more) {
            all.add(each.toString());
        }
        all.addAll(1, List.of(common));
        return all.toArray(new String[0]);
    }

    private RedisServer server(int port, String clients) throws Exception {
        String certificate = directory.resolve("certificate.pem").toString();
        return new RedisServer(
                Programs.installed(),
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                certificate,
                "--tls-ca-cert-file",
                certificate,
                "--tls-key-file",
                directory.resolve("key.pem").toString(),
                "--tls-auth-clients",
                clients);
    }

    private static String uri(int port) {
        return "rediss://127.0.0.1:" + port + "/shop?slots=64";
    }

    @Test
    void aCertificateThatTheJvmTrustsIsEnough() throws Exception {
        Path trusted = certificateOf("san=ip:127.0.0.1");
        int port = RedisServer.freePort();
        try (RedisServer server = server(port, "no")) {
            assertTrue(answerOf(trusted, uri(port)).contains("answer: yes"));
            assertFalse(server.commands().keys("*").isEmpty());
        }
    }

    @Test
    void aCertificateThatItDoesNotTrustIsRefusedWithTheCure() throws Exception {
        certificateOf("san=ip:127.0.0.1");
        int port = RedisServer.freePort();
        try (RedisServer server = server(port, "no");
                RedisLog log = RedisLog.open(RedisUri.parse(uri(port)))) {
            String message = answer(log);
            assertTrue(message.contains("javax.net.ssl.trustStore"), message);
            assertTrue(server.commands().keys("*").isEmpty());
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        Path trusted = certificateOf("san=dns:elsewhere.example");
        int port = RedisServer.freePort();
        try (RedisServer server = server(port, "no")) {
            String message = answerOf(trusted, uri(port));
            assertTrue(message.contains("127.0.0.1"), message);
            assertTrue(message.contains("answer: there is no TLS"), message);
            assertTrue(server.commands().keys("*").isEmpty());
        }
    }

    @Test
    void aClientThatIsAskedForItsCertificateSendsThatOfTheJvm() throws Exception {
        Path trusted = certificateOf("san=ip:127.0.0.1");
        int port = RedisServer.freePort();
        try (RedisServer server = server(port, "yes")) {
            String message = answerOf(trusted, uri(port));
            assertTrue(message.contains("javax.net.ssl.keyStore"), message);
            assertTrue(server.commands().keys("*").isEmpty());
            String answer = answerOf(
                    trusted,
                    uri(port),
                    "-Djavax.net.ssl.keyStore=" + directory.resolve("keys.p12"),
                    "-Djavax.net.ssl.keyStorePassword=" + PASSWORD);
            assertTrue(answer.contains("answer: yes"), answer);
        }
    }
}
