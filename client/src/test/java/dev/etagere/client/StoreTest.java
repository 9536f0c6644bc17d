package dev.etagere.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The store")
class StoreTest {
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path directory;

    private static URI uri(int number) {
        return URI.create("http://shop/" + number);
    }

    private static Entry entry(int number, int size, long stamp) {
        HttpHeaders headers = HttpHeaders.of(
                Map.of(Reach.FIELD, List.of(new Reach(1, stamp).toString()), "Cache-Tag", List.of("g" + number % 10)),
                (name, value) -> true);
        ByteBuffer body = ByteBuffer.wrap(("" + number).repeat(size).getBytes(StandardCharsets.UTF_8));
        return new Entry(uri(number), 200, HttpClient.Version.HTTP_1_1, headers, body, 1, 2, false);
    }

    private static boolean holds(ResponseStore store, int number) {
        Entry entry = store.find(uri(number), Entries.NONE);
        return entry != null
                && StandardCharsets.UTF_8.decode(entry.body()).toString().startsWith("" + number);
    }

    @Test
    void whatWasStoredIsThereAfterARestart() {
        Store settings = new Store(MEGABYTE, directory, 20 * MEGABYTE);
        try (ResponseStore store = new ResponseStore(settings)) {
            for (int i = 0; i < 2000; i++) {
                store.put(Entries.NONE, entry(i, 500, 1));
            }
        }
        try (ResponseStore store = new ResponseStore(settings)) {
            for (int i = 0; i < 2000; i++) {
                assertTrue(holds(store, i), "entry " + i);
            }
        }
    }

    @Test
    void whatHoldsNoMoreThanTheHeapAllows() {
        try (ResponseStore store = new ResponseStore(new Store(MEGABYTE, null, 0))) {
            for (int i = 1000; i < 6000; i++) {
                store.put(Entries.NONE, entry(i, 250, 1)); // 1 KB each
            }
            int held = 0;
            for (int i = 1000; i < 6000; i++) {
                held += holds(store, i) ? 1 : 0;
            }
            assertTrue(held > 100 && held < 1000, held + " of 5000 entries of a KB and more in 1 MB");
        }
    }

    @Test
    void anOlderResponseDoesNotReplaceANewerOne() {
        try (ResponseStore store = new ResponseStore(new Store(MEGABYTE, null, 0))) {
            store.put(Entries.NONE, entry(1, 1, 20));
            store.put(Entries.NONE, entry(1, 2, 10));
            Entry kept = store.find(uri(1), Entries.NONE);
            assertNotNull(kept);
            assertEquals(new Reach(1, 20), kept.reach());
        }
    }

    @Test
    void aGroupIsForgottenInAllItsResponses() {
        try (ResponseStore store = new ResponseStore(new Store(MEGABYTE, directory, 20 * MEGABYTE))) {
            for (int i = 0; i < 100; i++) {
                store.put(Entries.NONE, entry(i, 1, 1));
            }
            store.removeGroup("g3");
            for (int i = 0; i < 100; i++) {
                assertEquals(i % 10 != 3, holds(store, i), "entry " + i);
            }
        }
    }

    @Test
    void aDirectoryIsForOneClient() {
        Store settings = new Store(MEGABYTE, directory, 20 * MEGABYTE);
        try (ResponseStore store = new ResponseStore(settings)) {
            assertNotNull(store);
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> new ResponseStore(settings).close());
            assertTrue(refusal.getMessage().contains(directory.toString()), refusal.getMessage());
        }
    }

    @Test
    void afterItWasClosedItHoldsNothingAndFailsNobody() {
        ResponseStore store = new ResponseStore(new Store(MEGABYTE, null, 0));
        store.close();
        store.close();
        store.put(Entries.NONE, entry(1, 1, 1));
        assertFalse(holds(store, 1));
        store.remove(uri(1));
    }

    @Test
    void credentialsDoNotGoToDisk() throws Exception {
        HttpHeaders secret = HttpHeaders.of(Map.of("Authorization", List.of("Basic c2VjcmV0")), (name, value) -> true);
        try (ResponseStore store = new ResponseStore(new Store(MEGABYTE, directory, 20 * MEGABYTE))) {
            store.put(secret, entry(1, 1, 1));
            assertNotNull(store.find(uri(1), secret));
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("c2VjcmV0"), "" + file);
            }
        }
    }

    @Test
    void aClientThatIsStartedAgainStartsWarm() throws Exception {
        try (Shop shop = new Shop()) {
            EtagereClientBuilder settings = EtagereClient.builder(shop.feed())
                    .published("p:*")
                    .follow(Follow.POLL.every(Duration.ofMillis(50)))
                    .store(MEGABYTE, directory, 20 * MEGABYTE);
            HttpRequest a = HttpRequest.newBuilder(shop.uri("/p/a")).build();
            HttpRequest b = HttpRequest.newBuilder(shop.uri("/p/b")).build();
            try (EtagereClient client = settings.build()) {
                Await.until(() -> client.statistics().feedAge().isPresent());
                client.send(a, BodyHandlers.ofString());
                client.send(b, BodyHandlers.ofString());
            }
            shop.change("b"); // while it was down
            try (EtagereClient client = settings.build()) {
                Await.until(() -> client.statistics().feedAge().isPresent());
                HttpResponse<String> kept = client.send(a, BodyHandlers.ofString());
                assertEquals(
                        "Etagere; hit",
                        kept.headers().firstValue("Cache-Status").get());
                assertEquals("0", kept.body());
                assertEquals("1", client.send(b, BodyHandlers.ofString()).body());
                assertEquals(3, shop.pages.get());
            }
        }
    }
}
