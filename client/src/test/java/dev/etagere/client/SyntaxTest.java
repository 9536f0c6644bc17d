package dev.etagere.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read off the wire. */
class SyntaxTest {

    private static HttpHeaders headers(String name, String... values) {
        return HttpHeaders.of(Map.of(name, List.of(values)), (n, v) -> true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Cache-Tag|products,product:1",
                "Cache-Tag|products, product:1",
                "Surrogate-Key|products product:1",
                "xkey|product:1 products",
                "Cache-Groups|\"products\", \"product:1\"",
                "Cache-Groups|\"products\";a=\"x,y\" , \"product:1\"",
            })
    void groupsAreReadInAnySpelling(String field, String value) {
        assertEquals(Set.of("products", "product:1"), Tags.of(headers(field, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Cache-Groups|products",
                "Cache-Groups|\"products\", 1",
                "Cache-Groups|\"two words\"",
                "Cache-Groups|\"\"",
                "Cache-Tag|products,prödukt",
                "Cache-Tag|a\"b",
            })
    void ifOneCannotBeReadNoneIsTrusted(String field, String value) {
        assertEquals(Set.of(), Tags.of(headers(field, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "max-age=60|60",
                "MAX-AGE=60|60",
                "max-age=\"60\"|60",
                "private, max-age = 60|60",
                "no-cache=\"a, max-age=5\"|-1",
                "max-age=99999999999999999999|2147483648",
                "max-age=60, max-age=30|30",
                "max-age=1e3|0",
            })
    void directivesAreReadLeniently(String field, long maxAge) {
        assertEquals(maxAge, Directives.of(headers("Cache-Control", field)).seconds("max-age"));
    }

    @Test
    void aReachIsReadAsItIsWritten() {
        Reach reach = new Reach(0x99d6c72dc12148faL, 1_795_528_145_619_000_007L);
        assertEquals(reach, Reach.parse(" " + reach + " "));
        assertTrue(reach.toString().startsWith("99d6c72dc12148fa.2026-"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "99d6c72dc12148fa",
                "99d6c72dc12148fa.",
                "99d6c72dc12148fa.now",
                "zzd6c72dc12148fa.2026-11-24T13:49:05Z",
                "99d6c72dc12148fa.9999999999-01-01T00:00:00Z",
                "99d6c72dc12148fa.1969-01-01T00:00:00Z"
            })
    void whatIsNoReachIsNone(String text) {
        assertNull(Reach.parse(text));
    }

    @Test
    void uriesThatNameTheSameHaveOneKey() {
        assertEquals(Key.resource(URI.create("http://Shop/a?b#c")), Key.resource(URI.create("HTTP://shop:80/a?b")));
        assertEquals(Key.resource(URI.create("https://shop")), Key.resource(URI.create("https://shop:443/")));
        assertTrue(!Key.resource(URI.create("http://shop/a")).equals(Key.resource(URI.create("http://shop/A"))));
    }

    @Test
    void aListingIsRead() throws IOException {
        Listing listing = Listing.parse("{\"cursor\":\"c\\u0041\",\"horizon\":\"2026-01-01T00:00:00.000000001Z\", "
                + "\"reset\" : true, \"later\":[1,{\"x\":null}], \"published\":[\"a\",\"b:*\"], \"groups\":{\"a\":\"1970-01-01T00:00:00.000000002Z\","
                + "\"b\":\"unknown\"}}");
        assertEquals(
                new Listing("cA", 1_767_225_600_000_000_001L, true, List.of("a", "b:*"), Map.of("a", 2L)), listing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"groups\":{\"a\":\"x\"}}",
                "{\"groups\":{\"a\":1}}",
                "{\"groups\":{}} x",
                "{\"groups\":{},}",
                "nul",
                "{\"groups\":tru}",
                "{\"groups\":\"\\x\"}",
                "{\"groups\":\"\\u12\"}"
            })
    void whatIsNoListingIsAnError(String json) {
        assertThrows(IOException.class, () -> Listing.parse(json));
    }

    @Test
    void nestingIsBounded() {
        assertThrows(IOException.class, () -> Listing.parse("{\"a\":" + "[".repeat(100_000)));
    }

    @Test
    void eventsAreReadInPiecesOfAnySize() throws IOException {
        String text = """
                \r
                retry: 5\r
                : comment

                id: 1
                event: change
                data: ä
                data:b

                event:heartbeat\rdata\r\rid:2

                data: c

                data: never ended
                """;
        byte[] stream = text.getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 500; run++) {
            EventParser parser = new EventParser();
            List<EventParser.Event> events = new ArrayList<>();
            for (int at = 0; at < stream.length; ) {
                int length = Math.min(stream.length - at, 1 + random.nextInt(9));
                events.addAll(parser.read(ByteBuffer.wrap(stream, at, length)));
                at += length;
            }
            assertEquals(
                    List.of(
                            new EventParser.Event("change", "ä\nb", "1"),
                            new EventParser.Event("heartbeat", "", "1"),
                            new EventParser.Event("", "c", "2")),
                    events,
                    "seed 3, run " + run);
        }
    }

    @Test
    void anEventWithoutEndIsAnError() {
        EventParser parser = new EventParser();
        byte[] much = new byte[1 << 20];
        assertThrows(IOException.class, () -> {
            for (int i = 0; i < 20; i++) {
                parser.read(ByteBuffer.wrap(much));
            }
        });
    }

    @Test
    void theBackoffDoublesUpToItsEnd() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        long[] most = {100, 200, 400, 800, 1000, 1000};
        for (int failures = 1; failures <= most.length; failures++) {
            for (int i = 0; i < 100; i++) {
                long millis = backoff.after(failures).toMillis();
                assertTrue(millis >= most[failures - 1] / 2 && millis <= most[failures - 1], failures + ": " + millis);
            }
        }
        assertTrue(backoff.after(1_000_000).toMillis() <= 1000);
    }
}
