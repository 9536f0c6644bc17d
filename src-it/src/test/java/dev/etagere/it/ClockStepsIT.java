package dev.etagere.it;

import dev.etagere.ConditionalRequests;
import dev.etagere.feed.GroupVisibility;
import dev.etagere.filter.ConditionalFilter;
import dev.etagere.filter.GroupTimestampsServlet;
import dev.etagere.index.GroupIndex;
import dev.etagere.it.ProductReader.Form;
import dev.etagere.policy.PolicyTable;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Feed and client while the clock of the log steps both ways and stands still (R16), with writers and readers at work.
 * After each step all come to rest: then every client has to answer from its store, with what was written last.
 *
 * <p>{@code -Dclock.steps=N} sets how often it steps, {@code -Dclock.seed=S} how and when.
 */
@Timeout(300)
class ClockStepsIT {
    private static final long SEED = Long.getLong("clock.seed", 16);
    private static final int STEPS = Integer.getInteger("clock.steps", 20);
    private static final int CLIENTS_PER_FORM = 3;
    private static final List<Form> FORMS = List.of(Form.values());
    private static final List<Step> KINDS = List.of(Step.values());

    private enum Step {
        HOUR_BACK(Duration.ofHours(-1)),
        HOUR_FORWARD(Duration.ofHours(1)),
        YEAR_BACK(Duration.ofDays(-365)),
        YEAR_FORWARD(Duration.ofDays(365)),
        FREEZE(Duration.ZERO);

        private final Duration by;

        Step(Duration by) {
            this.by = by;
        }
    }

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final TestClock clock = new TestClock();
    private final Map<Step, Integer> made = new ConcurrentHashMap<>();

    @Test
    void R16_R21_noStepOfTheLogsClockHidesAChangeFromAClient() throws Exception {
        Prices prices = new Prices();
        List<Answers> answers = new ArrayList<>();
        List<ProductReader> readers = new ArrayList<>();
        int written = 0;
        try (Shop shop = new Shop(clock)) {
            prices.readFrom(shop.port());
            for (int i = 0; i < CLIENTS_PER_FORM * FORMS.size(); i++) {
                Form form = FORMS.get(i % FORMS.size());
                answers.add(new Answers(form, prices));
                answers.get(i).from(System.nanoTime());
                readers.add(new ProductReader(shop.port(), form, answers.get(i)));
            }
            for (int i = 0; i < STEPS; i++) {
                PriceWriter writer = new PriceWriter(shop.port(), prices, SEED + i);
                Thread.sleep(100 + random.nextInt(200));
                // Each once, in the order above, and then as it comes; while somebody writes.
                step(KINDS.get(i < KINDS.size() ? i : random.nextInt(KINDS.size())));
                Thread.sleep(100 + random.nextInt(400));
                writer.stop();
                written += writer.written.get();
                long rest = System.nanoTime();
                for (Answers one : answers) {
                    one.awaitRest(rest);
                }
            }
            System.out.printf("steps %s, %d writes, seed %d%n", made, written, SEED);
            answers.forEach(System.out::println);
        } finally {
            for (ProductReader reader : readers) {
                reader.stop();
            }
        }
    }

    /** A clock that stands still goes on with the next step, from where it would be. */
    private void step(Step step) {
        made.merge(step, 1, Integer::sum);
        if (step == Step.FREEZE) {
            clock.stopAt(clock.instant());
        } else {
            clock.stopAt(null);
            clock.step(step.by);
        }
    }

    /** Products whose prices are written and read, and the feed of their groups. */
    private static final class Shop implements AutoCloseable {
        private static final String POLICIES = """
                /products/{id}
                  Cache-Control: public, no-cache
                  Groups: product:{id}
                PUT /products/{id}
                  Touches: product:{id}
                """;

        private final GroupIndex index;
        private final GroupTimestampsServlet feed = new GroupTimestampsServlet(GroupVisibility.EVERYTHING);
        private final Container.Running server;

        Shop(TestClock clock) throws Exception {
            index = GroupIndex.inMemory(clock);
            index.publish(List.of("products", "product:*", "category:*"));
            ConditionalRequests engine = ConditionalRequests.builder(index)
                    .policies(PolicyTable.parse("policies", POLICIES))
                    .build();
            server = Container.JETTY.start(new Deployment(new ConditionalFilter(engine))
                    .servlet("/group-timestamps/*", feed)
                    .servlet("/products/*", new Products()));
        }

        int port() {
            return server.port();
        }

        @Override
        public void close() {
            feed.drain();
            try {
                server.stop().run();
            } catch (Exception e) {
                throw new IllegalStateException("the server does not stop", e);
            }
            index.close();
        }
    }

    private static final class Products extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final Map<String, Long> prices = new ConcurrentHashMap<>();

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.getWriter().write("{\"priceCents\":" + prices.getOrDefault(request.getPathInfo(), 0L) + "}");
        }

        @Override
        protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String json = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            prices.put(request.getPathInfo(), Prices.in(json));
            response.setStatus(204);
        }
    }
}
