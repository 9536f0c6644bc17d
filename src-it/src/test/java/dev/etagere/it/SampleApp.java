package dev.etagere.it;

import static io.restassured.RestAssured.given;

import io.restassured.builder.RequestSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jar of the sample application as a process of its own, built by an earlier module. */
final class SampleApp implements AutoCloseable {
    private final Process process;
    private final String address;
    private final RequestSpecification requests;

    private SampleApp(Process process, String address) {
        this.process = process;
        this.address = address;
        this.requests = new RequestSpecBuilder().setBaseUri(address).build();
    }

    /** Starts it on a free port and waits for its line. */
    static SampleApp start(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("..", "sample-app", "target", "sample-app.jar").toString(),
                "--port",
                "0"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("Listening on http://localhost:")) {
            process.destroyForcibly();
            throw new IllegalStateException("it said " + line);
        }
        return new SampleApp(process, line.replace("Listening on ", "").replaceAll("/$", ""));
    }

    String address() {
        return address;
    }

    int port() {
        return Integer.parseInt(address.replaceAll(".*:", ""));
    }

    RequestSpecification when(String... headers) {
        RequestSpecification request = given().spec(requests).redirects().follow(false);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    Response get(String path, String... headers) {
        return when(headers).get(path);
    }

    Response write(String method, String path, String json, String... headers) {
        return when(headers).contentType(ContentType.JSON).body(json).request(method, path);
    }

    String tagOf(String path, String... headers) {
        String tag = get(path, headers).then().statusCode(200).extract().header("ETag");
        if (tag == null) {
            throw new AssertionError("no tag on " + path);
        }
        return tag;
    }

    /** As its user stops it. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    /** As nobody should. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
