package dev.etagere.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CatalogueTest {
    private static final int CLIENTS = 64;
    private static final int EACH = 20;

    @Test
    @Timeout(value = 25, unit = TimeUnit.SECONDS)
    void moreClientsThanConnectionsGetANumberEach() throws Exception {
        Catalogue catalogue = Catalogue.open("jdbc:h2:mem:numbers;DB_CLOSE_DELAY=-1");
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        CountDownLatch together = new CountDownLatch(1);
        List<Future<Set<Long>>> taken = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                taken.add(pool.submit(() -> {
                    together.await();
                    Set<Long> own = new HashSet<>();
                    for (int k = 0; k < EACH; k++) {
                        own.add(catalogue.newId());
                    }
                    return own;
                }));
            }
            together.countDown();
            Set<Long> all = new HashSet<>();
            for (Future<Set<Long>> own : taken) {
                all.addAll(own.get());
            }
            assertEquals(CLIENTS * EACH, all.size());
        } finally {
            pool.shutdownNow();
            catalogue.close();
        }
    }
}
