package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.shared.SharedLogProvider;
import dev.etagere.index.shared.SharedSettings;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriTest {

    @Test
    void theProviderIsFoundByTheServiceLoader() {
        SharedLogProvider provider =
                ServiceLoader.load(SharedLogProvider.class).findFirst().orElseThrow();
        assertEquals(
                Set.of("redis", "rediss", "redis-sentinel", "rediss-sentinel", "redis-cluster", "rediss-cluster"),
                provider.schemes());
    }

    @Test
    void whatIsNotSaidHasADefault() {
        RedisUri uri = RedisUri.parse("redis://localhost/shop");
        assertEquals(List.of(new Place("localhost", 6379)), uri.places());
        assertNull(uri.credentials());
        assertEquals(SharedSettings.DEFAULT, uri.options().shared());
        assertEquals(100_000, uri.options().log());
        assertEquals(Duration.ofSeconds(5), uri.options().skew());
        assertFalse(uri.options().sentinelsAuthenticated());
        assertFalse(uri.options().evictionAccepted() || uri.options().isolationAccepted());
    }

    @Test
    void everythingCanBeSaid() {
        RedisUri uri = RedisUri.parse("redis-sentinel://u%3A:p%40+@h1,[::1]:7/shop?slots=100&published=5&lease=7"
                + "&staleness=500&budget=30&log=9&skew=0&database=3&master=m&sentinels=authenticated"
                + "&eviction=accepted&isolation=accepted");
        assertEquals(List.of(new Place("h1", 26379), new Place("::1", 7)), uri.places());
        assertEquals(new Credentials("u:", "p@+"), uri.credentials());
        RedisOptions options = uri.options();
        assertEquals(
                new SharedSettings(128, 5, Duration.ofSeconds(7), Duration.ofMillis(500), Duration.ofMillis(30)),
                options.shared());
        assertEquals(9, options.log());
        assertEquals(Duration.ZERO, options.skew());
        assertEquals(3, options.database());
        assertEquals("m", options.master());
        assertTrue(options.sentinelsAuthenticated());
        assertTrue(options.evictionAccepted() && options.isolationAccepted());
    }

    @ParameterizedTest
    @CsvSource({
        "redis://h/shop, redis://h:6379/0/shop",
        "rediss://u:p@H:6379/shop?slots=64, redis://h:6379/0/shop",
        "redis://h/shop?database=2, redis://h:6379/2/shop",
        "'redis-sentinel://b,a/shop?master=m', 'redis-sentinel://a:26379,b:26379/m/0/shop'",
        "'rediss-sentinel://b,a/shop?master=m', 'redis-sentinel://a:26379,b:26379/m/0/shop'",
        "'redis-cluster://b:1,a:2/shop', 'redis-cluster://a:2,b:1/shop'",
        "'rediss-cluster://b:1,a:2/shop', 'redis-cluster://a:2,b:1/shop'",
    })
    void theNameLeavesOutWhatAreMereSettings(String uri, String name) {
        assertEquals(name, new RedisLogProvider().name(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis:",
                "http://h/shop",
                "redis://h",
                "redis://h/",
                "redis:///shop",
                "redis://h/a b",
                "redis://h/a/b",
                "redis://h:x/shop",
                "redis://h:0/shop",
                "redis://h:65536/shop",
                "redis://::1/shop",
                "redisss://h/shop",
                "redis-sentinels://h/shop?master=m",
                "redis://a,b/shop",
                "redis://h/shop?slot=1",
                "redis://h/shop?slots=0",
                "redis://h/shop?slots=8",
                "redis://h/shop?slots=99999999",
                "redis://h/shop?lease=0",
                "redis://h/shop?lease=x",
                "redis://h/shop?eviction=yes",
                "redis://h/shop?master=m",
                "redis://h/shop?sentinels=authenticated",
                "redis-sentinel://h/shop?master=m&sentinels=yes",
                "redis-sentinel://h/shop",
                "redis-cluster://h/shop?database=1"
            })
    void whatCannotBeReadIsRefusedWithAMessage(String uri) {
        String message = assertThrows(IllegalArgumentException.class, () -> RedisUri.parse(uri))
                .getMessage();
        assertTrue(message.length() > 30, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://u:s3cret@h",
                "redis://u:s3cret",
                "redis://u:s3cret/shop",
                "redis://u:%s3cret@h/shop",
                "redis://u/s3cret@h/shop",
                "redis://u/a?s3cret@h/shop",
                "redis://u:s3cret@h/shop?foo=1",
                "redis://u:s3cret@h/shop?lease=x",
                "s3cret@h"
            })
    void noMessageShowsAPassword(String uri) {
        Throwable e = assertThrows(IllegalArgumentException.class, () -> RedisUri.parse(uri));
        for (; e != null; e = e.getCause()) {
            assertFalse(e.getMessage().contains("s3cret"), e.getMessage());
        }
    }

    @Test
    void nothingPrintsAPassword() {
        assertFalse(RedisUri.parse("redis://u:s3cret@h/shop").toString().contains("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "x-1", "1-", "-1", "1-1000000", "9223372036855-0", "1-1-1"})
    void R03_whatIsNoStampIsRefused(String id) {
        assertThrows(IllegalStateException.class, () -> Ids.stamp(id));
    }

    @Test
    void R03_anIdIsAStampAndBack() {
        assertEquals(1_795_357_564_000_000_007L, Ids.stamp("1795357564000-7"));
        assertEquals("1795357564000-999999", Ids.id(1_795_357_564_000_999_999L));
    }
}
