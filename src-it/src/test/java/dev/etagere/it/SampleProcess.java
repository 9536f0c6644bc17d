package dev.etagere.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The sample application as a process: it can be stopped, killed, and killed while it stops. */
final class SampleProcess implements AutoCloseable {
    static final Path JAR = Path.of("..", "sample-app", "target", "sample-app.jar");
    private static final Path LOG = Path.of("target", "sample-process.log");
    private static final String ANNOUNCEMENT = "Listening on http://localhost:";

    /** For a process that lives for seconds: starting is most of what it does. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static List<String> archived;

    private final Process process;
    private final int port;

    private SampleProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it on a free port, as a user would, and waits until it listens. */
    static SampleProcess start(String... options) throws Exception {
        return launch(List.of(), Map.of(), options);
    }

    /** Starts it in half the time, for a run of seconds, in this environment besides ours. */
    static SampleProcess startForSeconds(Map<String, String> environment, String... options) throws Exception {
        return launch(archivedClasses(), environment, options);
    }

    /** Starts the other server, which keeps what the first one on that port has. */
    static SampleProcess startStorefront(int shop) throws Exception {
        return launchAs(
                archivedClasses(), Map.of(), "storefront", "--port", "0", "--shop", "http://localhost:" + shop + "/");
    }

    private static SampleProcess launch(List<String> java, Map<String, String> environment, String... options)
            throws Exception {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(options));
        return launchAs(java, environment, all.toArray(new String[0]));
    }

    private static SampleProcess launchAs(List<String> java, Map<String, String> environment, String... options)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new SampleProcess(process, announcedPort(process));
    }

    private static int announcedPort(Process process) throws Exception {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(ANNOUNCEMENT)) {
                return Integer.parseInt(line.substring(ANNOUNCEMENT.length()).replace("/", ""));
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException(
                "it ended with status " + process.waitFor() + " before it listened; its last words are in " + LOG);
    }

    /** Loading classes is most of a start, so they are kept as the virtual machine wants them. */
    private static synchronized List<String> archivedClasses() throws Exception {
        if (archived == null) {
            Path file = Files.createTempDirectory(Path.of("target"), "classes").resolve("sample-app.jsa");
            List<String> java = new ArrayList<>(SHORT_LIVED);
            java.add("-XX:ArchiveClassesAtExit=" + file);
            launch(java, Map.of()).stop();
            java.set(SHORT_LIVED.size(), "-XX:SharedArchiveFile=" + file);
            archived = List.copyOf(java);
        }
        return archived;
    }

    int port() {
        return port;
    }

    Process process() {
        return process;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Asks it to stop, and waits until it has. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("it did not stop within a minute");
        }
    }

    /** By {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As an impatient supervisor does. */
    void stopAndKill(Duration patience) throws InterruptedException {
        process.destroy();
        process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
        kill();
    }

    /** Leaves nothing behind when a test fails. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.getInputStream().close();
    }
}
