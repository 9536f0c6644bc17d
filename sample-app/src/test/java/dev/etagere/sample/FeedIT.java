package dev.etagere.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whoever follows the catalogue")
class FeedIT {

    @Test
    void isAnsweredWhenItStops() throws Exception {
        RunningApp app = RunningApp.start();
        URI feed = URI.create(app.address() + "/group-timestamps");
        // It waits on the connection that has brought the cursor, which need not be made any more.
        HttpClient client = HttpClient.newHttpClient();
        String cursor = client.send(HttpRequest.newBuilder(feed).build(), HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("Etagere-As-Of")
                .orElseThrow();
        HttpRequest waiting = HttpRequest.newBuilder(URI.create(feed + "?since=" + cursor))
                .header("Prefer", "wait=60")
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(waiting, HttpResponse.BodyHandlers.ofString());
        // Until it waits, there is nothing to be answered early.
        Thread.sleep(1000);
        app.stop();
        HttpResponse<String> empty = answer.get(10, TimeUnit.SECONDS);
        assertEquals(200, empty.statusCode());
        assertTrue(empty.body().endsWith("\"groups\":{}}"), empty::body);
    }
}
