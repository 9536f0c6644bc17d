package dev.etagere.it;

import dev.etagere.ConditionalRequests;
import dev.etagere.Groups;
import dev.etagere.filter.ConditionalFilter;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * An application of numbered items, and of blocks of eight of them, whose bodies tell their versions. Every fourth item
 * is changed by a commit with a touch after it, every fourth by PUT, the others inside a change scope. Handlers dawdle
 * at times between their start, their reading and their end, so that changes fall in between.
 */
final class SoakApp extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Set on an answer if its items moved while its handler ran. */
    static final String OVERTAKEN = "Overtaken";

    static final int ITEMS = 32;
    private static final int BLOCK = 8;
    private static final List<String> KINDS = List.of("item", "async", "trusted", "dated", "exact");
    private static final String POLICIES = """
            /item/{id}
              Cache-Control: public, no-cache
              ETag: strong
              Groups: item:{id}
            PUT /item/{id}
              Touches: item:{id}
            /async/{id}
              Groups: item:{id}
            PUT /async/{id}
              Touches: item:{id}
            /trusted/{id}
              Trust: 1s
              Groups: item:{id}
            /dated/{id}
              ETag: off
              Groups: item:{id}
            /exact/{id}
              ETag: off
              Last-Modified: exact
              Groups: item:{id}
            /block/{id}
              Vary: Accept
              Groups: block:{id}
            """;

    private final transient GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    private final transient Ledger ledger = new Ledger(ITEMS);
    private final transient ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicLongArray versions = new AtomicLongArray(ITEMS);

    /** How an item is changed. */
    enum Regime {
        TOUCHED,
        SCOPED,
        PUT;

        static Regime of(int item) {
            return switch (item % 4) {
                case 0 -> TOUCHED;
                case 1 -> PUT;
                default -> SCOPED;
            };
        }
    }

    ConditionalFilter filter() {
        return new ConditionalFilter(ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("policies", POLICIES))
                .build());
    }

    GroupIndex index() {
        return index;
    }

    Ledger ledger() {
        return ledger;
    }

    static String[] groups(int item) {
        return new String[] {"item:" + item, "block:" + item / BLOCK};
    }

    /** One to change: the first a hundred times more often than the last, so that labels of every age are about. */
    static int choose(SplittableRandom random) {
        int item = 0;
        while (item < ITEMS - 1 && random.nextInt(100) < 82) {
            item++;
        }
        return item;
    }

    static List<SoakTarget> targets() {
        List<SoakTarget> targets = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            for (String kind : KINDS) {
                targets.add(new SoakTarget("/" + kind + "/" + item, List.of(), new int[] {item}, SoakApp::versions));
            }
            if (item % BLOCK == 0) {
                int[] items = block(item / BLOCK);
                targets.add(new SoakTarget(
                        "/block/" + item / BLOCK, List.of("Accept: text/plain"), items, SoakApp::versions));
            }
        }
        return targets;
    }

    private static int[] block(int number) {
        return IntStream.range(number * BLOCK, (number + 1) * BLOCK).toArray();
    }

    private static long[] versions(String body) {
        return Arrays.stream(body.strip().split(" ")).mapToLong(Long::parseLong).toArray();
    }

    /** Makes the next version visible to whoever reads from now on. */
    long commit(int item) {
        return versions.incrementAndGet(item);
    }

    long version(int item) {
        return versions.get(item);
    }

    /** Most often for no time at all. */
    static void dawdle() {
        if (ThreadLocalRandom.current().nextInt(8) == 0) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(500_000));
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int number = number(request);
        int[] items = request.getPathInfo().startsWith("/block/") ? block(number) : new int[] {number};
        if (request.getPathInfo().startsWith("/async/")) {
            later(request, answer -> tell(items, answer));
        } else {
            tell(items, response);
        }
    }

    private void tell(int[] items, HttpServletResponse response) throws IOException {
        Ledger.Reading start = ledger.read(items);
        dawdle();
        StringBuilder body = new StringBuilder();
        for (int item : items) {
            body.append(versions.get(item)).append(' ');
        }
        dawdle();
        Ledger.Reading end = ledger.read(items);
        if (end.sawTouchSince(start) || end.sawScopeSince(start)) {
            response.setHeader(OVERTAKEN, "yes");
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().write(body.append('\n').toString());
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int item = number(request);
        if (ThreadLocalRandom.current().nextInt(20) == 0) {
            // Nothing was written, and the answer says so: nothing has to move.
            response.sendError(409);
            return;
        }
        ledger.scopeOpens(item);
        Groups.current().touch(groups(item)[1]);
        if (request.getPathInfo().startsWith("/async/")) {
            later(request, answer -> write(item, answer));
        } else {
            write(item, response);
        }
    }

    private void write(int item, HttpServletResponse response) throws IOException {
        dawdle();
        ledger.settle(item, commit(item));
        dawdle();
        ledger.scopeCloses(item, System.currentTimeMillis() / 1_000);
        switch (ThreadLocalRandom.current().nextInt(20)) {
            case 0 -> response.sendError(500);
            case 1 -> throw new IllegalStateException("after the commit");
            default -> response.setStatus(204);
        }
    }

    private interface Task {
        void run(HttpServletResponse response) throws IOException;
    }

    private void later(HttpServletRequest request, Task task) {
        AsyncContext async = request.startAsync();
        threads.execute(() -> {
            try {
                task.run((HttpServletResponse) async.getResponse());
            } catch (IOException | IllegalStateException e) {
                // Nobody is there any more, or the handler has failed: the answer ends here.
            } finally {
                async.complete();
            }
        });
    }

    private static int number(HttpServletRequest request) {
        String path = request.getPathInfo();
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }
}
