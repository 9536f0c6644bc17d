package dev.etagere.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jar as a process of its own, as a user starts it. */
final class RunningApp {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final String address;
    private final Duration startedIn;

    private RunningApp(Process process, String address, Duration startedIn) {
        this.process = process;
        this.address = address;
        this.startedIn = startedIn;
    }

    /** What a run that ends by itself leaves behind. */
    record Ended(int status, String out, String err) {}

    private static Process launch(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(Path.of("target", "sample-app.jar").toString());
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    static Ended run(String... options) throws Exception {
        Process process = launch(options);
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), text(process.getInputStream()), text(process.getErrorStream()));
    }

    private static String text(java.io.InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Starts it on a free port and waits for its line. */
    static RunningApp start(String... options) throws Exception {
        return start(List.of("--port", "0"), options);
    }

    static RunningApp startStorefront(String... options) throws Exception {
        return start(List.of("storefront", "--port", "0"), options);
    }

    private static RunningApp start(List<String> first, String... options) throws Exception {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(options));
        long begin = System.nanoTime();
        Process process = launch(all.toArray(new String[0]));
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("Listening on http://localhost:")) {
            process.destroyForcibly();
            throw new IllegalStateException("it said " + line + " and " + text(process.getErrorStream()));
        }
        String address = line.replace("Listening on ", "").replaceAll("/$", "");
        return new RunningApp(process, address, Duration.ofNanos(System.nanoTime() - begin));
    }

    String address() {
        return address;
    }

    Duration startedIn() {
        return startedIn;
    }

    long pid() {
        return process.pid();
    }

    /** Asks it to stop, and waits until it has. */
    void stop() throws Exception {
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    void kill() throws Exception {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }
}
